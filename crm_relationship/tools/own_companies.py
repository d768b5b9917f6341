def of_own_companies(records, compute):
    """The records of companies in which the current user works; fields of all others are blanked.

    For computes that look further than the user's rights: `onchange` takes the company of a record
    that is still being typed from the caller, so no record rule has seen it.

    :param records: records with a ``company_id``, as sudo or not
    :param compute: name of the compute method, whose fields are blanked
    :return: the records whose fields are to be computed
    """
    user = records.env.user
    if user._is_superuser():
        return records
    own = set(user._get_company_ids())
    shown = records.filtered(lambda record: not record.company_id or record.company_id._origin.id in own)
    (records - shown).update(
        dict.fromkeys((name for name, field in records._fields.items() if field.compute == compute), False))
    return shown
