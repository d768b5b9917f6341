"""The columns of the customer sheets, in the papers' order. Plain Python, no Odoo.

Paper, form spreadsheet and streamed spreadsheet all read this, so they cannot drift apart.
"""

# Kind of sheet -> column of a sheet line -> width in narrow characters
COLUMNS = {
    "address": {
        "sequence": 6, "name": 27, "number": 12, "address": 34, "distance_km": 10, "business": 13, "no_visit": 24, "note": 20,
    },
    "grading": {"grade_text": 34, "business": 16, "name": 34, "number": 14},
    "roster": {
        "sequence": 5, "number": 11, "name": 24, "business": 10, "contact": 8, "phone": 15, "address": 26, "grade_text": 6,
        "tier_text": 10, "owner": 10, "first_purchase_date": 12, "amount_12m": 16,
    },
}
