-- How far each forecaster's forecasts got on the way to a score, and how vague they are. One row per forecaster.
-- found → checkable → due → resolved (yes, no, a share) or void or unresolvable → scored. A forecast that somebody decided counts as
-- checkable and due. Scheduled events (announced dates) are counted in n_scheduled and nowhere else.
create or replace view funnel as
select
    steps.forecaster_id,
    cast(sum(steps.is_found) as bigint) as n_found,
    cast(sum(steps.is_checkable) as bigint) as n_checkable,
    cast(sum(steps.is_due) as bigint) as n_due,
    cast(sum(steps.is_resolved) as bigint) as n_resolved,
    cast(sum(steps.is_void) as bigint) as n_void,
    cast(sum(steps.is_unresolvable) as bigint) as n_unresolvable,
    cast(sum(steps.is_due) - sum(steps.is_decided) as bigint) as n_waiting,
    cast(sum(steps.is_scored) as bigint) as n_scored,
    cast(sum(steps.is_late) as bigint) as n_late,
    cast(sum(steps.is_order_unknown) as bigint) as n_order_unknown,
    cast(sum(steps.is_scheduled) as bigint) as n_scheduled,
    cast(sum(steps.is_found * steps.is_without_deadline) as bigint) as n_without_deadline,
    cast(sum(steps.is_found * steps.is_hedged) as bigint) as n_hedged,
    cast(sum(steps.is_found * steps.is_unreadable) as bigint) as n_unreadable,
    sum(steps.is_found * steps.is_without_deadline) / nullif(cast(sum(steps.is_found) as double), 0) as share_without_deadline,
    1 - sum(steps.is_checkable) / nullif(cast(sum(steps.is_found) as double), 0) as share_not_checkable,
    sum(steps.is_found * steps.is_hedged) / nullif(cast(sum(steps.is_found) as double), 0) as share_hedged
from (
    select
        marked.forecaster_id,
        1 - marked.is_scheduled as is_found,
        (1 - marked.is_scheduled) * greatest(marked.is_checkable, marked.is_decided) as is_checkable,
        (1 - marked.is_scheduled) * greatest(marked.is_checkable * marked.is_past, marked.is_decided) as is_due,
        (1 - marked.is_scheduled) * marked.is_decided as is_decided,
        (1 - marked.is_scheduled) * marked.is_resolved as is_resolved,
        (1 - marked.is_scheduled) * marked.is_void as is_void,
        (1 - marked.is_scheduled) * marked.is_unresolvable as is_unresolvable,
        (1 - marked.is_scheduled) * marked.is_resolved * (1 - marked.is_unreadable) * (1 - marked.is_late - marked.is_order_unknown)
            as is_scored,
        (1 - marked.is_scheduled) * marked.is_resolved * marked.is_late as is_late,
        (1 - marked.is_scheduled) * marked.is_resolved * marked.is_order_unknown as is_order_unknown,
        marked.is_scheduled,
        marked.is_without_deadline,
        marked.is_hedged,
        marked.is_unreadable
    from (
        select
            forecasts.forecaster_id,
            case when forecasts.band = 'scheduled' then 1 else 0 end as is_scheduled,
            case when forecasts.is_checkable then 1 else 0 end as is_checkable,
            case when coalesce(forecasts.due_latest_on, forecasts.review_on) < current_day() then 1 else 0 end as is_past,
            case when forecasts.outcome is null then 0 else 1 end as is_decided,
            case when forecasts.outcome in ('yes', 'no', 'share') then 1 else 0 end as is_resolved,
            case when forecasts.outcome = 'void' then 1 else 0 end as is_void,
            case when forecasts.outcome = 'unresolvable' then 1 else 0 end as is_unresolvable,
            case when forecasts.due_latest_on is null then 1 else 0 end as is_without_deadline,
            case when forecasts.probability between 0.35 and 0.65 then 1 else 0 end as is_hedged,
            case when forecasts.probability is null then 1 else 0 end as is_unreadable,
            case when forecasts.hindsight = 'made after it was settled' then 1 else 0 end as is_late,
            case when forecasts.hindsight = 'not known to be made before it was settled' then 1 else 0 end as is_order_unknown
        from (
            select
                forecasts.*,
                outcomes.outcome,
                hindsight(forecasts.made_earliest_on, forecasts.made_latest_on, outcomes.settled_on, forecasts.made_at is not null, forecasts.is_linked) as hindsight
            from forecasts
            left join outcomes
                on forecasts.question_id = outcomes.question_id
        ) as forecasts
    ) as marked
) as steps
group by steps.forecaster_id;

comment on view funnel is 'How far each forecaster''s forecasts got on the way to a score, and how vague they are. One row per forecaster.';
comment on column funnel.forecaster_id is 'Forecaster.';
comment on column funnel.n_found is 'Standing forecasts, without scheduled events.';
comment on column funnel.n_checkable is 'Of these, those that name an observable event, or that somebody decided.';
comment on column funnel.n_due is 'Of these, those whose deadline (without one: review day) has passed, or that somebody decided.';
comment on column funnel.n_resolved is 'Of these, those decided yes, no or a share.';
comment on column funnel.n_void is 'Decided void: the condition did not come about, or the claim lost its object.';
comment on column funnel.n_unresolvable is 'Decided unresolvable: nobody can tell.';
comment on column funnel.n_waiting is 'Due and not decided yet.';
comment on column funnel.n_scored is 'Resolved, read as a probability by the default scale, and made before it was settled.';
comment on column funnel.n_late is 'Resolved, but made on the day of settlement or after it: hindsight, not scored.';
comment on column funnel.n_order_unknown is 'Resolved, but of unknown date and put to the question by the linker alone: not known to be earlier, not scored.';
comment on column funnel.n_scheduled is 'Scheduled events, which carry no probability.';
comment on column funnel.n_without_deadline is 'Found without a stated deadline.';
comment on column funnel.n_hedged is 'Found with a probability from 0.35 to 0.65 under the default scale: hedged to the middle.';
comment on column funnel.n_unreadable is 'Found without a probability: the default scale does not know the cue.';
comment on column funnel.share_without_deadline is 'n_without_deadline over n_found; NULL when none is found.';
comment on column funnel.share_not_checkable is 'Share of the found that name no observable event.';
comment on column funnel.share_hedged is 'n_hedged over n_found.';
