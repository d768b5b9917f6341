def always_tracked(records):
    """The records with a context that cannot silence the tracking of changes.

    The context comes from the caller, and traces that others rely on are not the caller's to switch off.
    """
    return records.with_context(tracking_disable=False, mail_notrack=False)
