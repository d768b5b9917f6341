import { tours } from "@document_approval/../tests/tours/tours";

tours.add("relationship_claim", {
    steps: () => [
        { content: "The costs are not claimed", trigger: "[name='claim_state'] .badge:contains(To Claim)" },
        {
            content: "Claim them",
            trigger: ".o_form_statusbar button[name='action_claim'], .o-dropdown--menu button[name='action_claim']",
            run: "click",
        },
        { content: "The expense", trigger: ".o_form_view [name='relationship_source_name']:contains(ZB)" },
    ],
});

tours.add("relationship_claim_and_back", {
    steps: () => [
        { content: "The costs are claimed", trigger: ".o_form_view [name='claim_state']:contains(Claimed)" },
        { content: "Open the expense", trigger: "button[name='action_open_claims']", run: "click" },
        { content: "The expense", trigger: ".o_form_view [name='relationship_source_name']:contains(ZB)" },
        { content: "Back to the report", trigger: "button[name='action_open_relationship_document']", run: "click" },
        { content: "The report", trigger: ".o_form_view [name='claim_state']:contains(Claimed)" },
    ],
});

tours.add("relationship_claims_of_finance", {
    steps: () => [
        { content: "Grouped by customer", trigger: ".o_list_view .o_group_name:contains(苏州恒泰)", run: "click" },
        { content: "Open the expense", trigger: ".o_data_row:contains(Specialist) td[name='name']", run: "click" },
        { content: "Where it comes from", trigger: ".o_form_view [name='relationship_source_name']:contains(ZB)" },
    ],
});
