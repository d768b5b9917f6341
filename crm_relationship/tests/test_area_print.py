"""访问路线 and 拜访区域 on paper and as sheets, in Chinese; the drawing and the map behind it."""

import io
import re

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ..tools.route_drawing import HEIGHT, WIDTH, map_tiles, route_drawing
from ..tools.web_mercator import pixel
from .area_common import AreaCase


@tagged("post_install", "-at_install")
class TestAreaPrint(AreaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the loader logs a warning about the clock, which stands still here
        with mute_logger("odoo.addons.base.models.res_lang"):
            cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"].search([
            ("name", "in", ("crm_relationship", "document_approval"))])._update_translations(["zh_CN"], overwrite=True)
        cls.near = cls.new_placed("苏州恒泰电子", east=5, street="星湖街 1 号", phone="0512-1")
        cls.unknown = cls.new_customer("无坐标<b>公司</b>", owner=cls.specialist)
        cls.area.write({"name": "园区东片", "traffic_note": "早高峰避开现代大道"})
        (cls.near | cls.unknown).area_id = cls.area
        cls.route = cls.new_route(cls.near, cls.unknown, area_id=cls.area.id)

    def paper(self, name, document, lang="zh_CN"):
        report = self.env.ref(f"crm_relationship.action_report_{name}")
        content, _kind = self.env["ir.actions.report"].with_user(self.specialist).with_context(
            lang=lang, tz="Europe/Berlin")._render_qweb_html(report, document.ids)
        return html.fromstring(content)

    def heads(self, tree):
        return [re.sub(r"\s+", "", cell.text_content()) for cell in tree.iter("th")]

    def cells(self, name, document, user):
        import openpyxl  # noqa: PLC0415 (needed by tests only)
        report = self.env.ref(f"crm_relationship.action_report_{name}_sheet")
        content, _kind = self.env["ir.actions.report"].with_user(user).with_context(
            lang="zh_CN", tz="Asia/Shanghai")._render_relationship_xlsx(report, document.ids)
        return [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row if cell.value is not None]

    def test_route(self):
        """Every stop with its time where the company is, whatever the reader's zone; unfit ones with the reason."""
        tree = self.paper("route", self.route)
        self.assertEqual(self.heads(tree), [
            "日期", "星期", "拜访人", "拜访区域", "交通方式", "出发地点", "出发", "结束", "路程（公里）", "交通考察分析",
            "序号", "客户名称", "地址", "联系电话", "拜访时间", "路程（分钟）", "公里", "备注", "经理审核"])
        text = tree.text_content()
        for expected in ("访问路线", self.route.name, "星期四", "园区东片", "早高峰避开现代大道", "08:10–08:40", "没有坐标", "未签",
                         "无坐标<b>公司</b>"):
            self.assertIn(expected, text)
        self.assertFalse(tree.xpath("//b"))
        self.route.stop_ids.filtered("reason").unlink()
        text = self.paper("route", self.sign(self.route)).text_content()
        self.assertIn(self.service_manager.name, text)
        self.assertNotIn("未签", text)

    def test_area(self):
        tree = self.paper("area", self.area)
        self.assertEqual(self.heads(tree), [
            "拜访区域", "负责人", "客户数量", "交通方式", "交通考察分析",
            "序号", "客户名称", "地址", "价值分级", "拜访间隔（天）", "上次拜访", "下次拜访期限", "不宜拜访时间"])
        self.assertIn("苏州恒泰电子", tree.text_content())

    def test_english(self):
        tree = self.paper("route", self.route, lang="en_US")
        self.assertIn("Visit Route", tree.text_content())
        self.assertIn("Thursday", tree.text_content())

    def test_sheets(self):
        values = self.cells("route", self.route, self.specialist)
        for expected in ("访问路线", "苏州恒泰电子", 1):
            self.assertIn(expected, values)
        self.assertTrue(any(getattr(value, "year", 0) == 2026 for value in values))
        with self.assertRaises(AccessError):
            self.cells("area", self.area, self.specialist)
        self.specialist.group_ids += self.env.ref("base.group_allow_export")
        self.assertIn("园区东片", self.cells("area", self.area, self.specialist))

    def test_no_map_without_a_setting(self):
        """Nothing is fetched until a company enters an address; bad addresses are refused."""
        self.assertFalse(self.route.map_tiles)
        self.assertNotIn("http", str(self.route.drawing).replace("http://www.w3.org/2000/svg", ""))
        for url in (
            "javascript:alert(1)", "https://tiles.example.com/", "ftp://tiles.example.com/{z}/{x}/{y}",
            "https://tiles.example.com/{z}/{x}/{y}' onerror='x", "https://tiles.example.com/{z}/{x}/{y}\n",
        ):
            with self.subTest(url):
                self.assert_refused(lambda url=url: self.company.write({"relationship_map_tile_url": url}))
        self.company.write({"relationship_map_tile_url": "https://{s}.example.com/{z}/{x}/{y}.png"})
        self.route.invalidate_recordset()
        tiles = self.route.map_tiles
        self.assertEqual(tiles["url"], "https://{s}.example.com/{z}/{x}/{y}.png")
        self.assertTrue(tiles["tiles"])


@tagged("post_install", "-at_install")
class TestRouteDrawing(BaseCase):
    STOPS = [((31.3, 120.6), "甲公司", "1. 甲公司, 08:00", 1), ((31.32, 120.66), "乙公司", "2. 乙公司, 09:00", 2),
             ((31.28, 120.63), "丙公司", "丙公司: 当日已满", 0)]

    def circles(self, drawing):
        return [tuple(map(float, found)) for found in re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', str(drawing))]

    def test_everything_is_on_it(self):
        """Numbers, names and start lie inside of the picture; the way joins the stops that fit."""
        drawing = route_drawing(self.STOPS, ((31.31, 120.61), "公司"), "Route", returns=True)
        tree = html.fromstring(str(drawing))
        texts = [text.text for text in tree.iter("text")]
        for expected in ("1", "2", "–", "甲公司", "乙公司", "丙公司", "公司"):
            self.assertIn(expected, texts)
        for x, y in self.circles(drawing):
            self.assertTrue(0 < x < WIDTH and 0 < y < HEIGHT)
        self.assertEqual([len(line.get("points").split()) for line in tree.iter("polyline")], [3, 2])

    def test_north_is_up(self):
        places = dict(zip("pin", reversed(self.circles(route_drawing(self.STOPS[:2], None, "Route")))))
        self.assertEqual(len(places), 2)
        (first_x, first_y), (second_x, second_y) = places.values()
        self.assertLess(first_x, second_x)
        self.assertGreater(first_y, second_y)

    def test_hostile_and_odd(self):
        """Markup is text; one place, the same place twice and places far apart can be drawn."""
        hostile = '"/><script>alert(1)</script>'
        drawing = str(route_drawing([((31.3, 120.6), hostile, hostile, 1)], ((31.3, 120.6), hostile), hostile))
        self.assertNotIn("<script", drawing)
        self.assertNotIn('""/>', drawing)
        for stops in (
            [((31.3, 120.6), "A", "A", 1)] * 2, [((-89.9, -179.9), "A", "A", 1), ((89.9, 179.9), "B", "B", 2)],
            [((0.0, 0.1), "", "", 0)],
        ):
            for on_map in (False, True):
                for x, y in self.circles(route_drawing(stops, None, "Route", on_map=on_map)):
                    self.assertTrue(0 <= x <= WIDTH and 0 <= y <= HEIGHT)
        self.assertEqual(route_drawing([], None, "Route"), "")

    def test_names_do_not_cover_each_other(self):
        """Forty stops: names without room are left out, numbers never."""
        stops = [((31.3 + n % 7 / 100, 120.6 + n % 11 / 100), f"客户名称很长的公司{n}", f"{n}", n + 1) for n in range(40)]
        tree = html.fromstring(str(route_drawing(stops, None, "Route")))
        self.assertEqual(len(self.circles(route_drawing(stops, None, "Route"))), 40)
        boxes = []
        for text in tree.iter("text"):
            if text.get("stroke"):
                x, y, wide = float(text.get("x")), float(text.get("y")), len(text.text) * 11
                left = {"start": x, "end": x - wide, "middle": x - wide / 2}[text.get("text-anchor")]
                boxes.append((left, y, left + wide))
        for index, (left, y, right) in enumerate(boxes):
            for other_left, other_y, other_right in boxes[:index]:
                self.assertFalse(abs(y - other_y) < 9 and left < other_right - 8 and other_left < right - 8)

    def test_tiles_cover_the_drawing(self):
        """The tiles are those of the map's own arithmetic, and a stop lies over its place on them."""
        # zoom 10 of Shanghai is tile 857/418
        self.assertEqual([int(part // 256) for part in pixel((31.2304, 121.4737), 10)], [857, 418])
        places = [stop[0] for stop in self.STOPS]
        tiles = map_tiles(places)
        self.assertLessEqual(min(tile["left"] for tile in tiles), 0)
        self.assertGreaterEqual(max(tile["left"] + tile["width"] for tile in tiles), 100)
        self.assertGreaterEqual(max(tile["top"] + tile["height"] for tile in tiles), 100)
        x, y = self.circles(route_drawing(self.STOPS, None, "Route", on_map=True))[-1]
        column, row = pixel(places[0], tiles[0]["z"])
        tile = next(tile for tile in tiles if (tile["x"], tile["y"]) == (int(column // 256), int(row // 256)))
        self.assertAlmostEqual(x, tile["left"] / 100 * WIDTH + column % 256, delta=0.1)
        self.assertAlmostEqual(y, tile["top"] / 100 * HEIGHT + row % 256, delta=0.1)
