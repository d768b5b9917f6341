"""Seeded generator of synthetic purchase records, first half: who buys how often, when, how much.

All people, firms and products are invented. Order counts are log-normal, products follow Zipf,
regions are uneven, customers are loyal / regular / growing / declining / lapsed / new / one-off,
and a few key accounts hold about half of the sales, so that every value tier has members as soon
as the total is big enough for it.
"""

import bisect
import itertools
import math
import random
from array import array
from dataclasses import dataclass
from datetime import date, timedelta

REGIONS = [("East", 31), ("South", 23), ("North", 17), ("Central", 12),
           ("Southwest", 8), ("Northeast", 5), ("Northwest", 4)]
# (class, share of customers, order-count factor, window start, window end, skew)
# start/end are fractions of the period; skew < 1 puts orders late, > 1 early.
CLASSES = [
    ("loyal", 0.16, 2.6, (0.00, 0.08), (0.97, 1.00), 1.00),
    ("regular", 0.30, 1.2, (0.00, 0.45), (0.85, 1.00), 1.00),
    ("growing", 0.10, 1.5, (0.00, 0.50), (0.97, 1.00), 0.55),
    ("declining", 0.10, 1.4, (0.00, 0.10), (0.75, 1.00), 1.90),
    ("lapsed", 0.14, 0.8, (0.00, 0.20), (0.35, 0.75), 1.20),
    ("new", 0.08, 0.5, (0.88, 0.97), (0.99, 1.00), 0.90),
    ("one-off", 0.12, 0.0, (0.00, 0.90), (0.95, 1.00), 1.00),
]
# (tier, accounts per 29.7M of sales, yearly sales low/high, orders low/high, skew)
KEY_ACCOUNTS = [
    ("strategic", 2, 1_080_000, 1_300_000, 180, 320, 1.00),
    ("core", 4, 540_000, 820_000, 90, 180, 1.00),
    ("potential-up", 10, 120_000, 260_000, 40, 90, 0.45),
    ("potential-flat", 6, 110_000, 220_000, 40, 90, 1.10),
]
KEY_BASE_SALES = 69_215 * 429.0
FIRST = ["Alder", "Bright", "Cedar", "Delta", "Ember", "Fairway", "Granite", "Harbor",
         "Indigo", "Juniper", "Keystone", "Lumen", "Maple", "Northgate", "Orchard",
         "Pioneer", "Quartz", "Riverside", "Summit", "Timber", "Umbra", "Vista",
         "Willow", "Xenon", "Yarrow", "Zephyr", "Łódka", "Münster", "Señorial",
         "Crêpe", "Ångström", "東方", "启明", "Øresund", "Αίολος"]
SECOND = ["Trading", "Foods", "Textiles", "Machinery", "Paper", "Optics", "Hardware",
          "Plastics", "Electric", "Furniture", "Chemicals", "Logistics", "Supply",
          "Instruments", "Packaging", "Ceramics", "Tools", "Lighting", "Motors"]
LEGAL = ["Ltd", "LLC", "GmbH", "SARL", "Co., Ltd.", "Inc.", "BV", "& Sons", "Group", "AB"]
ADJECTIVES = ["Standard", "Compact", "Heavy", "Ultra", "Eco", "Smart", "Classic", "Pro"]
NOUNS = ["Bearing", "Panel", "Valve", "Sensor", "Cable", "Filter", "Bracket", "Gasket",
         "Pump", "Relay", "Fixture", "Hinge", "Rail", "Coupler", "Spindle"]
QUANTITIES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 24, 50]
QUANTITY_WEIGHTS = [30, 20, 12, 8, 8, 5, 5, 5, 3, 2, 1, 1]
KEY = 255               # marks a key account among the customer classes
SIGMA = 0.45            # spread of one customer's order amounts
SIGMA_CUSTOMER = 0.85   # spread between ordinary customers


def stream(seed, name):
    """An independent random stream: the same for the same seed and name."""
    return random.Random(f"{seed}:{name}")


@dataclass
class Options:
    """What to generate; the defaults give the figures of N4: 69,215 rows, 12,589 customers, 429 on average."""

    rows: int = 69_215
    customers: int = 12_589
    seed: int = 429
    end_date: str = "2025-12-31"
    months: int = 24
    mean_amount: float = 429.0
    key_accounts: bool = True
    dirty_count: int = 0     #: bad rows of each kind
    dirty_tail: bool = False   #: end on an unterminated quote


def csv_field(text):
    """``text`` as a CSV cell."""
    if any(c in text for c in ',"\r\n') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def customer_name(index):
    """A stable invented name; some carry commas, about 1 in 100 carries quotes too."""
    h = (index * 2654435761) & 0xFFFFFFFF
    a, b, c = FIRST[h % len(FIRST)], SECOND[(h >> 8) % len(SECOND)], LEGAL[(h >> 16) % len(LEGAL)]
    if index % 97 == 13:
        return f'{a} "{b}", {c} {index + 1}'
    return f"{a} {b} {c} {index + 1}"


def month_shift(day, months):
    """The same day of the month, ``months`` later (clamped to the month's end)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


class Plan:
    """Who buys how often, when, and on what scale (everything but the rows)."""

    def __init__(self, args):
        self.args = args
        if args.customers < 1 or args.rows < args.customers:
            raise ValueError("a customer buys at least once")
        self.end = date.fromisoformat(args.end_date)
        self.start = month_shift(self.end + timedelta(days=1), -args.months)
        self.days = (self.end - self.start).days + 1
        self._products()
        self._customers()
        self._dates()

    def _products(self):
        rng = stream(self.args.seed, "products")
        names = [f"{a} {n}" for a, n in itertools.product(ADJECTIVES, NOUNS)]
        rng.shuffle(names)
        self.products = names
        self.price = [round(math.exp(rng.gauss(3.4, 0.8)), 2) for _ in names]
        self.margin = [rng.uniform(0.10, 0.45) for _ in names]
        weights = [1.0 / (i + 1) ** 0.9 for i in range(len(names))]
        self.product_cum = list(itertools.accumulate(weights))
        mean_price = sum(p * w for p, w in zip(self.price, weights)) / self.product_cum[-1]
        self.quantity_cum = list(itertools.accumulate(QUANTITY_WEIGHTS))
        mean_quantity = (sum(q * w for q, w in zip(QUANTITIES, QUANTITY_WEIGHTS))
                         / self.quantity_cum[-1])
        # the mean of price x quantity x log-normal noise of mean 1
        self.mean_basket = mean_price * mean_quantity

    def _key_accounts(self, rng):
        """The key accounts: list of (tier, amount, orders, skew)."""
        args, key = self.args, []
        sales = args.rows * args.mean_amount
        if args.key_accounts:
            for tier, number, low, high, few, many, skew in KEY_ACCOUNTS:
                for _ in range(round(number * sales / KEY_BASE_SALES)):
                    years = args.months / 12
                    key.append((tier, rng.uniform(low, high) * years, rng.randint(few, many), skew))
        # never let the key accounts eat the file
        while key and (
            len(key) > args.customers // 20 or sum(k[2] for k in key) > (args.rows - args.customers) // 3
        ):
            key.pop()
        return key

    def _customers(self):
        args, rng = self.args, stream(self.args.seed, "customers")
        count = args.customers
        key = self._key_accounts(rng)
        places = rng.sample(range(count), len(key))
        key_at = dict(zip(places, key))
        cum = list(itertools.accumulate(c[1] for c in CLASSES))
        total_share = cum[-1]
        self.orders = array("I", bytes(4 * count))
        self.scale = array("d", bytes(8 * count))
        self.kind = bytearray(count)
        weights = array("d", bytes(8 * count))
        left = args.rows - count          # every customer has one order to start with
        for i in range(count):
            self.orders[i] = 1
            if i in key_at:
                tier, amount, orders, skew = key_at[i]
                self.orders[i] = orders
                left -= orders - 1
                self.kind[i] = KEY
                continue
            pick = bisect.bisect_left(cum, rng.random() * total_share)
            pick = min(pick, len(CLASSES) - 1)
            self.kind[i] = pick
            weights[i] = CLASSES[pick][2] * math.exp(rng.gauss(0, 0.8))
            self.scale[i] = math.exp(rng.gauss(-SIGMA_CUSTOMER ** 2 / 2, SIGMA_CUSTOMER))
        self.key_at = key_at
        self._spread_orders(rng, weights, left)
        self._scale(sum(k[1] for k in key))
        region_cum = list(itertools.accumulate(w for _r, w in REGIONS))
        self.region = bytearray(
            min(bisect.bisect_right(region_cum, rng.random() * region_cum[-1]), len(REGIONS) - 1)
            for _ in range(count))

    def _spread_orders(self, rng, weights, left):
        """Give the orders that are left to customers by their weight."""
        count = self.args.customers
        weight_cum = list(itertools.accumulate(weights))
        if left and weight_cum[-1] > 0:
            for i in rng.choices(range(count), cum_weights=weight_cum, k=left):
                self.orders[i] += 1
        elif left:
            self.orders[0] += left

    def _scale(self, key_total):
        """Scale so that the expected total is rows x mean amount."""
        args, key_at = self.args, self.key_at
        sales, count = args.rows * args.mean_amount, args.customers
        base = sum(n * s for n, s, k in zip(self.orders, self.scale, self.kind) if k != KEY)
        factor = (sales - key_total) / (base * self.mean_basket) if base else 1.0
        for i in range(count):
            if self.kind[i] == KEY:
                self.scale[i] = key_at[i][1] / self.orders[i]
            else:
                self.scale[i] *= factor

    def _dates(self):
        rng = stream(self.args.seed, "dates")
        days = self.days
        self.buckets = [array("I") for _ in range(days)]
        rnd = rng.random
        for i, orders in enumerate(self.orders):
            if self.kind[i] == KEY:
                skew = self.key_at[i][3]
                first, span = 0, days
                self.buckets[0].append(i)          # key accounts buy on the first day
                orders -= 1
            else:
                _n, _s, _f, (a, b), (c, d), skew = CLASSES[self.kind[i]]
                first = int((a + (b - a) * rnd()) * days)
                last = max(first, min(days - 1, int((c + (d - c) * rnd()) * days)))
                span = last - first + 1
            for _ in range(orders):
                self.buckets[min(days - 1, first + int(span * rnd() ** skew))].append(i)
