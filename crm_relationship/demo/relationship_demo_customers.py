"""Enters the demo company's customers, their purchases and what happened with them."""

import base64
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import customer_scenes as scenes
from .relationship_demo import SIX_PM

# Looked back on once a quarter, so that labels have a history
PASSES_DAYS_AGO = (270, 180, 90, 30, 0)
YEARS_AGO = 3650


class RelationshipDemo(models.AbstractModel):
    _inherit = "relationship.demo"

    @api.model
    def _load_customers(self):
        """Load once: does nothing where customers are in the roster already."""
        if self.env["relationship.profile"].search_count([("number", "!=", False), ("has_purchase", "=", True)], limit=1):
            return
        today = fields.Date.today()
        for name, place in scenes.HOMES.items():
            self._ref(name).partner_id.write({"partner_latitude": place[0], "partner_longitude": place[1]})
        self._enter_customers()
        self._enter_people(today)
        self._enter_tags()
        self._enter_roster()
        self._enter_purchases(today)
        self._live_through(today)
        for key, ahead, summary in scenes.STEPS:
            self._ref(f"customer_{key}").activity_schedule(
                "mail.mail_activity_data_call", date_deadline=today + timedelta(days=ahead), summary=summary,
                user_id=self._ref(f"user_{scenes.CUSTOMERS[key][7]}").id,
            )

    def _companies(self):
        return self._ref("base.main_company") | self._ref("company_suzhou")

    def _company_of(self, key):
        return self._ref("company_suzhou" if key in scenes.SUBSIDIARY_CUSTOMERS else "base.main_company")

    def _enter_customers(self):
        """Addresses, places, windows and remarks; customers that are not there yet are created."""
        for key, (name, city, province, street, latitude, longitude, business, _owner, phone, *_sales) in scenes.CUSTOMERS.items():
            values = {
                "city": city, "state_id": self._ref(f"base.state_cn_{province}").id, "phone": phone,
                "industry_id": self._ref(f"base.res_partner_industry_{business}").id,
                "partner_latitude": latitude or 0.0, "partner_longitude": longitude or 0.0,
                "comment": scenes.REMARKS.get(key, False),
            }
            if name:
                values |= {"name": name, "street": street, "is_company": True, "country_id": self._ref("base.cn").id}
                self._make(f"customer_{key}", "res.partner", values)
            else:
                self._ref(f"customer_{key}").write(values)
        for key, distance in scenes.ROADS.items():
            self._ref(f"customer_{key}").with_company(self._company_of(key)).relationship_distance_manual = distance

    def _enter_people(self, today):
        for key, people in scenes.NEW_PEOPLE.items():
            for number, (name, position) in enumerate(people, 1):
                self._make(f"contact_{key}_{number}", "res.partner", {
                    "name": name, "function": position, "parent_id": self._ref(f"customer_{key}").id,
                })
        for people in scenes.PEOPLE.values():
            for contact, days, year, gender, area, need, way, income in people:
                birthday = today + timedelta(days=days)
                self._ref(contact).write({
                    "relationship_birthday": birthday + relativedelta(year=year),
                    "relationship_gender": gender, "relationship_area_type": area, "relationship_need_type": need,
                    "relationship_buying_way": way, "relationship_income_band_id": self._ref(f"income_band_{income}").id,
                })
        for key, windows in scenes.NO_VISITS.items():
            self.env["relationship.no.visit"].create([{
                "partner_id": self._ref(f"customer_{key}").id, "weekday": weekday, "hour_from": start, "hour_to": stop,
                "date_from": first is not None and today + timedelta(days=first),
                "date_to": last is not None and today + timedelta(days=last), "note": note,
            } for weekday, start, stop, first, last, note in windows])

    def _enter_tags(self):
        for key, name, dimension in scenes.TAGS:
            tag = self._make(f"tag_{key}", "res.partner.category", {"name": name, "relationship_dimension": dimension})
            for customer in scenes.TAGGED[key]:
                self._ref(f"customer_{customer}").category_id = [Command.link(tag.id)]

    def _enter_roster(self):
        """名册登记: every customer with owner, sharing and what it decides by."""
        for key, values in scenes.CUSTOMERS.items():
            owner, company = values[7], self._company_of(key)
            profile = self.env["relationship.profile"]._for_partners(self._ref(f"customer_{key}"), company)
            profile.write({
                "user_id": owner and self._ref(f"user_{owner}").id,
                "shared_user_ids": [Command.set([self._ref(f"user_{login}").id for login in scenes.SHARED.get(key, ())])],
                "need_orientation": scenes.ORIENTATIONS.get(key, False),
            })

    # ------------------------------------------------------------------
    # What happened
    # ------------------------------------------------------------------

    def _purchase_rows(self, today):
        """One order a month and customer: pairs (company, line of its file)."""
        for key, values in scenes.CUSTOMERS.items():
            course, monthly, months = values[9:12]
            name = self._ref(f"customer_{key}").name
            for ago in range(months):
                amount = round(monthly * scenes.COURSES[course](ago) * scenes.SEASON[(ago + len(key)) % 12], 2)
                if amount:
                    day = today - relativedelta(months=ago, day=5 + len(key)) if ago else today - timedelta(days=2)
                    cost, product = round(amount * (0.62 + len(key) % 5 * 0.05), 2), scenes.PRODUCTS[ago % len(scenes.PRODUCTS)]
                    yield self._company_of(key), f"{key}-{months - ago:03d},{name},{day},{amount},{cost},{product}"

    def _enter_purchases(self, today):
        """One file of the ERP system per company, imported by the administrator's own button."""
        for company in self._companies():
            rows = ["订单号,客户名称,购买日期,实际金额,成本,产品"]
            rows += [row for of, row in self._purchase_rows(today) if of == company]
            source = self.env["relationship.purchase.source"].create({"name": "ERP 销售明细", "company_id": company.id})
            sheet = self.env["relationship.purchase.import"].with_company(company).create({
                "source_id": source.id, "file": base64.b64encode("\n".join(rows).encode()), "file_name": "销售明细.csv",
            })
            sheet.action_check()
            sheet._run()

    def _live_through(self, today):
        """Talks and feedback day by day up to each pass, so that labels have a history."""
        since = YEARS_AGO
        for until in PASSES_DAYS_AGO:
            with self._clock(today - timedelta(days=until), SIX_PM):
                self._enter_talks(today, since, until)
                self._enter_feedback(today, since, until)
                for company in self._companies():
                    self.env["relationship.profile"]._run_pass(company)
            since = until

    def _enter_talks(self, today, since, until):
        """Interactions of the days from ``since`` to ``until`` days ago, each by the customer's owner."""
        for key, days in scenes.SPOKEN.items():
            owner = self._ref(f"user_{scenes.CUSTOMERS[key][7]}")
            self.env["relationship.interaction"].with_user(owner).with_company(self._company_of(key)).create([{
                "partner_id": self._ref(f"customer_{key}").id,
                "channel": scenes.CHANNELS[(ago + len(key)) % len(scenes.CHANNELS)],
                "date": datetime.combine(today - timedelta(days=ago), datetime.min.time()) + timedelta(hours=2 + ago % 6),
                "summary": scenes.WORDS[ago % len(scenes.WORDS)],
            } for ago in days if until <= ago < since])

    def _enter_feedback(self, today, since, until):
        """Feedback of those days; answers and solutions follow at once."""
        for key, kind, ago, text, answer, solved in scenes.FEEDBACK:
            if not until <= ago < since:
                continue
            owner = self._ref(f"user_{scenes.CUSTOMERS[key][7]}")
            feedback = self.env["relationship.feedback"].with_user(owner).with_company(self._company_of(key)).create({
                "partner_id": self._ref(f"customer_{key}").id, "kind": kind, "date": today - timedelta(days=ago),
                "text": text, "answer": answer,
            })
            if answer:
                feedback.action_answer()
            if solved:
                feedback.action_solve()

    def _make(self, name, model_name, values):
        """A record of that XML id."""
        return self.env[model_name]._load_records([
            {"xml_id": f"crm_relationship.{name}", "values": values, "noupdate": True}
        ])
