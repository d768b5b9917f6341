import { tours } from "@document_approval/../tests/tours/tours";

const row = ".o_field_widget[name='budget_line_ids'] .o_data_row:contains(Meals)";

tours.add("benefit_left", {
    steps: () => [
        { content: "What is left after 800", trigger: ".o_benefit_left tr:contains(黄志强):contains(4,600.00)" },
        { content: "Open the line", trigger: `${row} td[name='amount']`, run: "click" },
        { content: "Ask for more", trigger: ".o_field_widget[name='budget_line_ids'] .o_selected_row td[name='amount'] input", run: "edit 2000" },
        { content: "Leave the line", trigger: ".o_field_widget[name='purpose'] textarea", run: "click" },
        { content: "What is left follows", trigger: ".o_benefit_left tr:contains(黄志强):contains(4,000.00)" },
        { content: "Beyond the cap per head, marked", trigger: ".o_benefit_left tr.table-warning:contains(Hospitality per head)" },
        {
            content: "Nothing sticks out of the screen",
            trigger: ".o_benefit_left table",
            run({ anchor }) {
                const { right } = anchor.getBoundingClientRect();
                if (right > window.innerWidth || anchor.scrollWidth > anchor.clientWidth + 1) {
                    throw new Error(`The table ends at ${right} of ${window.innerWidth} px`);
                }
            },
        },
        { content: "Discard", trigger: ".o_form_button_cancel", run: "click" },
        { content: "As it was", trigger: ".o_benefit_left tr:contains(黄志强):contains(4,600.00)" },
    ],
});
