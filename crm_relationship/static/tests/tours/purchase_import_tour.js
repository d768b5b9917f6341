import { tours } from "@document_approval/../tests/tours/tours";
import { inputFiles } from "@web/../tests/utils";

const FILE = `单号,客户编号,客户,日期,金额
A1,TOUR1,东方贸易,2026-1-5,100.50
A2,TOUR1,东方贸易,2026年2月6日,"1,200"
A3,TOUR2,启明食品,2026-2-30,50
A4,TOUR2,启明食品,20260301,-20
`;

tours.add("relationship_purchase_import", {
    steps: () => [
        { content: "New import", trigger: ".o_list_button_add", run: "click" },
        { content: "The source", trigger: ".o_field_widget[name=source_id] input:value(Tour shop)" },
        {
            content: "Choose the file",
            trigger: ".o_field_widget[name=file] .o_select_file_button",
            async run() {
                const file = new File([FILE], "orders.csv", { type: "text/csv" });
                await inputFiles(".o_field_widget[name=file] input[type=file]", [file]);
            },
        },
        { content: "It is there", trigger: ".o_field_widget[name=file] input:value(orders.csv)" },
        { content: "Read it", trigger: "button[name=action_check]:contains(Read the File)", run: "click" },
        { content: "Three good rows", trigger: ".o_field_widget[name=good_count]:contains(3)" },
        { content: "One bad row", trigger: ".o_field_widget[name=bad_count]:contains(1)" },
        { content: "The preview says why", trigger: ".o_relationship_import_preview:contains(2026-2-30)" },
        { content: "And what will be there", trigger: ".o_relationship_import_preview td:contains(启明食品)" },
        { content: "Look at the columns", trigger: ".nav-link[name=columns]", run: "click" },
        { content: "Known by their headings", trigger: ".o_field_widget[name=column_ids] td[name=target]:contains(Amount)" },
        { content: "Import", trigger: "button[name=run_import]:contains(Import 3 Rows)", run: "click" },
        { content: "Done", trigger: ".o_arrow_button_current[data-value=done]" },
        { content: "The bad rows as a file", trigger: ".o_field_widget[name=error_file]:contains(bad rows.xlsx)" },
        { content: "Its purchases", trigger: "button[name=action_open_purchases]", run: "click" },
        { content: "In a list", trigger: ".o_data_row td[name=partner_id]:contains(启明食品)" },
    ],
});
