{
    "name": "Document Approval",
    "summary": "Signatures on any document: policies, authority limits, a sealed history",
    "version": "19.0.1.0.0",
    "category": "Productivity",
    "author": "crm_relationship contributors",
    "license": "LGPL-3",
    "depends": ["mail", "hr"],
    "data": [
        # groups, rights, rules
        "security/document_approval_groups.xml",
        "security/ir.model.access.csv",
        "security/document_approval_rules.xml",
        # what the engine needs
        "data/mail_activity_type_data.xml",
    ],
    "application": True,
}
