"""Visit areas proposed from coordinates: clusters of a workable size, looked at before anything is written."""

import random

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, tagged

from ..tools.area_clusters import centre, cluster, radius_km
from ..tools.great_circle import great_circle_km
from .area_common import AreaCase


def towns(seed, *sizes):
    """Customers in towns some hundred kilometres apart, ten kilometres wide; key -> place."""
    chance = random.Random(seed)
    return {
        (town, number): (30 + town * 1.5 + chance.uniform(-.05, .05), 115 + (town % 2) * 2 + chance.uniform(-.05, .05))
        for town, size in enumerate(sizes) for number in range(size)
    }


@tagged("post_install", "-at_install")
class TestClusters(BaseCase):
    def test_sizes(self):
        """Everybody is in one area, none is above the size, and there are no more than needed."""
        for seed, count, size in ((1, 100, 20), (2, 101, 20), (3, 7, 20), (4, 20, 20), (5, 21, 20), (6, 200, 2), (7, 1, 2)):
            places = towns(seed, count)
            groups = cluster(places, size)
            with self.subTest((count, size)):
                self.assertEqual(sorted(key for group in groups for key in group), sorted(places))
                self.assertLessEqual(max(map(len, groups)), size)
                self.assertEqual(len(groups), -(-count // size))
        self.assertEqual(cluster({}, 20), [])

    def test_towns_stay_together(self):
        """Four towns of the size of an area become four areas."""
        places = towns(1, 20, 20, 20, 20)
        groups = cluster(places, 20)
        self.assertEqual([len({town for town, _number in group}) for group in groups], [1] * 4)
        self.assertLess(max(radius_km(places, group) for group in groups), 10)

    def test_reach(self):
        """Nobody is farther from the centre than allowed; who is far from everybody is alone."""
        places = {**towns(4, 12, 9), "far": (45.6, 126.6), "farther": (43.8, 87.6)}
        for reach in (5, 20, 300):
            groups = cluster({str(key): place for key, place in places.items()}, 20, reach)
            named = {str(key): place for key, place in places.items()}
            with self.subTest(reach):
                self.assertLessEqual(max(radius_km(named, group) for group in groups), reach)
                self.assertEqual(sum(map(len, groups)), 23)
                self.assertIn(["far"], groups)

    def test_better_than_cutting_the_list(self):
        """Shorter ways to the centres than areas made of the customers in their alphabetical order."""
        places = towns(3, 30, 11, 25, 14)
        names = sorted(places, key=lambda key: hash(key[1] * 7 + key[0]) % 97)

        def ways(groups):
            return sum(great_circle_km(places[key], centre(places, group)) for group in groups for key in group)

        self.assertLess(ways(cluster(places, 20)), ways([names[n:n + 20] for n in range(0, 80, 20)]) / 2)

    def test_same_place(self):
        """Customers of one address, and the same answer whatever the order they came in."""
        places = dict.fromkeys(range(50), (31.0, 121.0))
        self.assertEqual(sorted(map(len, cluster(places, 20))), [16, 17, 17])
        places = towns(9, 40, 33)
        backwards = dict(reversed(places.items()))
        self.assertEqual(cluster(places, 15), cluster(backwards, 15))


@tagged("post_install", "-at_install")
class TestAreaProposal(AreaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.west = [cls.new_placed(f"West {n}", north=n, east=-80, city="Wuxi") for n in range(4)]
        cls.north = [cls.new_placed(f"North {n}", north=90 + n, city="Nantong") for n in range(3)]
        cls.unknown = cls.new_customer("Nowhere", owner=cls.specialist)
        cls.others = cls.new_placed("Not Mine", owner=cls.colleague)

    def propose(self, user=None, **values):
        proposal = self.env["relationship.area.proposal"].with_user(user or self.specialist).create({"size": 4, **values})
        proposal.action_propose()
        return proposal

    def test_preview_writes_nothing(self):
        before = self.env["relationship.area"].search_count([])
        proposal = self.propose()
        self.assertEqual(proposal.line_ids.mapped("name"), ["Wuxi 1", "Nantong 1"])
        self.assertEqual(proposal.line_ids.mapped("customer_count"), [4, 3])
        self.assertEqual(proposal.line_ids.user_id, self.specialist)
        self.assertEqual(proposal.unplaced_ids, self.unknown)
        self.assertAlmostEqual(proposal.line_ids[1].distance_km, 91, 0)
        self.assertEqual(self.env["relationship.area"].search_count([]), before)
        self.assertFalse(self.west[0].area_id)

    def test_apply(self):
        """Only what is ticked is made; a second proposal finds the rest."""
        proposal = self.propose()
        proposal.line_ids[1].is_chosen = False
        proposal.line_ids[0].name = "太湖"
        proposal.action_apply()
        area = self.west[0].area_id
        self.assertEqual((area.name, area.profile_ids), ("太湖", self.env["relationship.profile"].union(*self.west)))
        self.assertFalse(self.north[0].area_id)
        self.assertEqual(self.propose().line_ids.mapped("name"), ["Nantong 1"])
        self.assertEqual(len(self.propose(scope="all").line_ids), 2)

    def test_far_customers_are_not_ticked(self):
        self.new_placed("Far", north=900, city="Beijing")
        proposal = self.propose()
        self.assertEqual(
            {line.name: line.is_chosen for line in proposal.line_ids}, {"Wuxi 1": True, "Nantong 1": True, "Beijing 1": False})
        self.assertEqual(len(self.propose(reach_km=1).line_ids.filtered(lambda line: line.radius_km > 1)), 0)

    def test_nothing_to_apply(self):
        proposal = self.env["relationship.area.proposal"].with_user(self.specialist).create({})
        with self.assertRaises(UserError):
            proposal.action_apply()

    def test_size_at_its_bounds(self):
        for size, fits in ((2, True), (500, True), (1, False), (501, False), (0, False), (-5, False)):
            with self.subTest(size):
                if fits:
                    self.propose(size=size)
                    continue
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.propose(size=size)

    def test_whose_customers(self):
        """A specialist divides own customers, a service manager the company's; a proposal is its author's."""
        proposal = self.propose()
        self.assertNotIn(self.others, proposal.line_ids.profile_ids)
        self.assertIn(self.others, self.propose(self.service_manager).line_ids.profile_ids)
        self.assertEqual(self.propose(self.service_manager, user_id=self.colleague.id).line_ids.profile_ids, self.others)
        with self.assertRaises(AccessError):
            proposal.with_user(self.colleague).action_apply()
        for user in (self.employee, self.general_manager, self.finance):
            self.assertFalse(self.env["relationship.area.proposal"].with_user(user).has_access("create"))
