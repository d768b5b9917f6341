"""A small signed form with every kind of cell, and its template, for tests of the frame."""

from odoo import fields, models

TEMPLATE = """
<t t-name="crm_relationship.report_fake_form">
    <t t-call="crm_relationship.form_page">
        <t t-foreach="docs" t-as="doc">
            <t t-call="crm_relationship.form_layout">
                <t t-set="title">客户招待申请表</t>
                <table class="rel_grid">
                    <colgroup>
                        <col style="width:16%"/><col style="width:34%"/><col style="width:16%"/><col style="width:34%"/>
                    </colgroup>
                    <tr>
                        <th>申请人</th><td><span t-field="doc.preparer_id"/></td>
                        <th>申请日期</th><td t-att="cell(doc, 'date')"><span t-field="doc.date"/></td>
                    </tr>
                    <tr>
                        <th>到达时间</th><td t-att="cell(doc, 'arrival')"><span t-field="doc.arrival"/></td>
                        <th>合计</th><td t-att="cell(doc, 'amount')"><span t-field="doc.amount"/></td>
                    </tr>
                    <tr>
                        <th>招待目的</th>
                        <td colspan="3" class="rel_top" style="height:90px"><span t-field="doc.purpose"/></td>
                    </tr>
                </table>
                <table class="rel_grid">
                    <colgroup><col style="width:10%"/><col style="width:60%"/><col style="width:30%"/></colgroup>
                    <thead><tr><th>序号</th><th>项目</th><th>金额</th></tr></thead>
                    <tr t-foreach="doc.line_ids" t-as="line">
                        <td t-att="number(line_index + 1, digits=0)"><t t-out="line_index + 1"/></td>
                        <td><span t-field="line.name"/></td>
                        <td t-att="cell(line, 'price')"><span t-field="line.price"/></td>
                    </tr>
                </table>
                <table class="rel_grid">
                    <colgroup>
                        <col style="width:16%"/><col style="width:34%"/><col style="width:16%"/><col style="width:34%"/>
                    </colgroup>
                    <tr>
                        <th>客户服务部经理审核</th>
                        <td><t t-call="crm_relationship.signature_cell">
                            <t t-set="box" t-value="'service_manager'"/></t></td>
                        <th>财务部审核</th>
                        <td><t t-call="crm_relationship.signature_cell">
                            <t t-set="box" t-value="'finance'"/></t></td>
                    </tr>
                </table>
                <t t-call="crm_relationship.signature_block"/>
            </t>
        </t>
    </t>
</t>
"""


class FakeForm(models.Model):
    _name = "fake.form"
    _description = "Fake Form"
    _inherit = ["relationship.document", "approval.mixin"]
    _relationship_sequence_code = "fake.form"
    _relationship_sequence_prefix = "FF"
    _approval_open_fields = frozenset({"remark", "cost", "sponsor_id"})
    _print_faces = {"cost": ("cost",)}

    arrival = fields.Datetime()
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id)
    amount = fields.Monetary()
    purpose = fields.Text()
    remark = fields.Char()
    cost = fields.Float()
    sponsor_id = fields.Many2one("res.partner")
    line_ids = fields.One2many("fake.form.line", "form_id", copy=True)


class FakeFormLine(models.Model):
    _name = "fake.form.line"
    _description = "Fake Form Line"
    _inherit = ["approval.line.mixin"]
    _approval_document_field = "form_id"

    form_id = fields.Many2one("fake.form", required=True, ondelete="cascade")
    name = fields.Char()
    price = fields.Float()
    guest_id = fields.Many2one("res.partner")


class FakePlain(models.Model):
    """A form nobody signs."""

    _name = "fake.plain"
    _description = "Fake Plain Form"
    _inherit = ["relationship.document"]
    _relationship_sequence_code = "fake.plain"
    _relationship_sequence_prefix = "FP"

    row_ids = fields.One2many("fake.plain.row", "plain_id")


class FakePlainRow(models.Model):
    _name = "fake.plain.row"
    _description = "Fake Plain Row"

    plain_id = fields.Many2one("fake.plain", required=True, ondelete="cascade")
    name = fields.Char()


FAKE_FORMS = (FakeForm, FakeFormLine, FakePlain, FakePlainRow)
