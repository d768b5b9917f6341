"""The columns of the customer sheets, in the papers' order. Plain Python, no Odoo.

Paper, form spreadsheet and streamed spreadsheet all read this list, so they cannot drift apart.
"""

# Column of a sheet line -> width in narrow characters
COLUMNS = {
    "sequence": 6,
    "name": 26,
    "number": 12,
    "address": 34,
    "distance_km": 10,
    "business": 14,
    "no_visit": 24,
    "note": 20,
    "grade_text": 16,
    "tier_text": 12,
    "contact": 12,
    "phone": 16,
    "owner": 12,
    "first_purchase_date": 12,
    "amount_12m": 15,
}
# Kind of sheet -> its columns; F1 and F5 as on the papers
PRINTED = {
    "address": ["sequence", "name", "number", "address", "distance_km", "business", "no_visit", "note"],
    "grading": ["grade_text", "business", "name", "number"],
    "roster": [
        "sequence", "number", "name", "business", "contact", "phone", "address", "grade_text", "tier_text",
        "owner", "first_purchase_date", "amount_12m",
    ],
}
