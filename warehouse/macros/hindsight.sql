-- hindsight(made_earliest_on, made_latest_on, settled_on, is_timed, is_linked): why a forecast on a settled question gets no score; NULL: it
-- gets one. It must have been made before the day on which the question was settled. Where its date is unknown, or an
-- interval that holds that day, it is scored only on a person's word: who records what became of a forecast has read it,
-- but a forecast that the linker put to a question that others opened nobody has looked at. Without a day of settlement,
-- as some imported files are, the file is taken at its word; so is one that times its statements, on the very day.
create or replace macro hindsight(made_earliest_on, made_latest_on, settled_on, is_timed, is_linked) as
    case
        when settled_on is null or made_latest_on < settled_on or (is_timed and made_latest_on = settled_on) then null
        when made_earliest_on >= settled_on then 'made after it was settled'
        when is_linked then 'not known to be made before it was settled'
    end;

comment on macro hindsight is 'Why a forecast on a settled question gets no score: made on the day of settlement or later, or not known to be earlier; NULL: it gets one.';
