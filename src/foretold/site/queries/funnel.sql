-- How far each forecaster's forecasts got on the way to a score, and what they lack.
select
    forecaster_id,
    n_found,
    n_checkable,
    n_due,
    n_resolved,
    n_void,
    n_unresolvable,
    n_waiting,
    n_scored,
    n_late,
    n_order_unknown,
    n_scheduled,
    n_without_deadline,
    n_hedged,
    n_unreadable
from funnel
order by forecaster_id;
