-- What is looked for to settle a question (the parameter): its words, and since when somebody spoke on it.
select
    questions.event,
    min(forecasts.made_on) as made_on
from questions
inner join forecasts
    on questions.question_id = forecasts.question_id
where questions.question_id = ?
group by questions.event;
