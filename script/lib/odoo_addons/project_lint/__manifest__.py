{
    "name": "Project Lint",
    "summary": "Odoo's own test_lint, narrowed to the addons of this project",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "crm_relationship contributors",
    "license": "LGPL-3",
    "depends": ["test_lint"],
}
