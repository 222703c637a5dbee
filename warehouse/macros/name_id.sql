-- name_words(name): a name in lower case, single-spaced, without its leading article and trailing possessive.
create or replace macro name_words(name) as
    regexp_replace(
        regexp_replace(regexp_replace(lower(trim(name)), '\s+', ' ', 'g'), '(’s|''s)$', ''),
        '^(the )+', ''
    );

-- name_untitled(words): the same without the titles that it begins with.
create or replace macro name_untitled(words) as
    regexp_replace(
        words,
        '^((mr|mrs|ms|dr|prof|professor|sir|dame|lord|lady|president|prime minister|senator|sen|governor|gov|mayor|chancellor|minister|capt|captain|gen|general)\.? )+',
        ''
    );

-- name_key(name): the part of a name by which two mentions are the same forecaster, in whatever documents they stand.
-- A title is dropped before a full name only: "Governor Ann Brown" is Ann Brown. Before a single word it is part of what
-- tells people apart (Governor Brown is not Mayor Brown), and so it is before "of" (the President of France is not its
-- Prime Minister) and in the name of a firm (General Motors, Lord & Taylor). Two that are one are declared one, in the journal.
create or replace macro name_key(name) as
    case
        when regexp_matches(
                name_untitled(name_words(name)),
                '^[^ ]+ [^ ]'
            )
            and not regexp_matches(
                name_untitled(name_words(name)),
                '^(of|for|and|to|at|in|&|\+) |[&+]|[ ,](co|company|corp|corporation|inc|ltd|limited|plc|llc|group|holdings|bank)\.?$'
            )
            then name_untitled(name_words(name))
        else regexp_replace(name_words(name), '\b(mr|mrs|ms|dr|prof|sen|gov|capt|gen)\. ', '\1 ', 'g')
    end;

-- name_id(name): the id of a forecaster's name.
create or replace macro name_id(name) as 'p_' || left(sha256(name_key(name)), 16);

comment on macro name_words is 'A name in lower case, single-spaced, without its leading article and trailing possessive.';
comment on macro name_untitled is 'The same without the titles that it begins with.';
comment on macro name_key is 'The part of a name by which two mentions are the same forecaster; a title counts unless a full name follows.';
comment on macro name_id is 'Id of a forecaster''s name.';
