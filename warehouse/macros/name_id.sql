-- name_key(name): the part of a name by which two mentions are the same forecaster: case, spacing, a leading article or
-- title and a trailing possessive do not count.
create or replace macro name_key(name) as
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(lower(trim(name)), '(’s|''s)$', ''),
            '^((the|mr|mrs|ms|dr|prof|professor|sir|dame|lord|lady|president|prime minister|senator|sen|governor|gov|mayor|chancellor|minister|capt|captain|gen|general)\.? )+',
            ''
        ),
        '\s+', ' ', 'g'
    ));

-- name_id(name): the id of a forecaster's name.
create or replace macro name_id(name) as 'p_' || left(sha256(name_key(name)), 16);

comment on macro name_key is 'The part of a name by which two mentions are the same forecaster.';
comment on macro name_id is 'Id of a forecaster''s name.';
