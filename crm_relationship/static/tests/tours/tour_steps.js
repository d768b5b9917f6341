/**
 * Choose a record in a many2one, on a desk and on a phone.
 *
 * On a desk the list that opens first is not the one searched for: while it is replaced a click is lost.
 * Enter waits for the search that is under way and takes the first record found.
 *
 * @param {string} input the many2one's input
 * @param {string} text what is typed, and what the record is called
 * @returns {Object[]} steps
 */
export function chooseIn(input, text) {
    return [
        { content: `Search ${text}`, trigger: input, run: `edit ${text}` },
        {
            content: `Pick ${text}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${text}), .o_kanban_record:contains(${text})`,
            async run(helpers) {
                if (helpers.anchor.matches(".o_kanban_record")) {
                    await helpers.click();
                } else {
                    await helpers.press("Enter");
                }
            },
        },
        { content: `${text} is picked`, trigger: "body:not(:has(.o-autocomplete--dropdown-menu))" },
    ];
}

/** Choose `text` in the many2one field `name` below `scope`. */
export function choose(name, text, scope = "") {
    return chooseIn(`${scope} .o_field_widget[name='${name}'] input`.trim(), text);
}

/** Save the form and wait until it is saved. */
export function save() {
    return [
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty)) .o_form_button_create" },
    ];
}

/** Press a button of the approval and say yes to the question that follows. */
export function decide(action) {
    return [
        { content: `Press ${action}`, trigger: `button[name='${action}']:not(:disabled)`, run: "click" },
        { content: "Confirm", trigger: ".modal-footer .btn-primary", run: "click" },
    ];
}
