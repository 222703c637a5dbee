-- name_words(name): a name in lower case, single-spaced, without its leading article and trailing possessive.
create or replace macro name_words(name) as
    regexp_replace(
        regexp_replace(regexp_replace(lower(trim(name)), '\s+', ' ', 'g'), '(’s|''s)$', ''),
        '^(the )+', ''
    );

-- name_untitled(words): the same without the titles that it begins with. The titles, and below what makes them part of a
-- name, are those of the extractor (src/foretold/extract/titles.py); a test holds the two together.
create or replace macro name_untitled(words) as
    regexp_replace(
        words,
        '^(((former|vice|deputy|acting|prime|first|foreign|defence|defense|finance|interior|home|treasury|state|attorney|party|army|navy|air|force|democratic) )*(mr|mrs|ms|miss|mx|dr|prof|professor|doctor|sir|dame|lord|lady|rev|reverend|hon|father|sister|rabbi|imam|mufti|sheikh|ayatollah|pope|archbishop|bishop|cardinal|king|queen|prince|princess|president|premier|minister|chancellor|secretary|senator|sen|representative|rep|congressman|congresswoman|governor|gov|mayor|speaker|ambassador|commissioner|councillor|judge|justice|attorney general|leader|general|gen|colonel|col|captain|capt|lieutenant|lt|sergeant|sgt|major|maj|admiral|adm|chairman|chairwoman|chair|chief|executive|director|officer|manager|coach|editor|analyst|economist|spokesman|spokeswoman|spokesperson|democrat|republican)\.? )+',
        ''
    );

-- name_key(name): the part of a name by which two mentions are the same forecaster, in whatever documents they stand.
-- A title is dropped before a full name only: "Governor Ann Brown" is Ann Brown. Before a single word it is part of what
-- tells people apart (Governor Brown is not Mayor Brown), and so it is before "of" (the President of France is not its
-- Prime Minister), in the name of a body (General Motors, Lord & Taylor, Major League Baseball) and of those who reign
-- (Pope John XXIII). Two that are one are declared one, in the journal.
create or replace macro name_key(name) as
    case
        when regexp_matches(
                name_untitled(name_words(name)),
                '^[^ ]+ [^ ]'
            )
            and not regexp_matches(
                name_untitled(name_words(name)),
                '^(of|for|and|to|at|in|&|\+) |[&+]|(’s|''s) |^[^ ]+ [ivx]+$|\b(league|hotels?|motors|electric|foods|stores|services|union|bank|fund|office|council|committee|commission|court|college|university|hospital|school|society|party|club|association|institute|foundation|department|agency|airlines|capital|partners|island|group|holdings|co|company|corp|corporation|inc|ltd|limited|plc|llc)\b'
            )
            then name_untitled(name_words(name))
        else regexp_replace(name_words(name), '\b(mr|mrs|ms|dr|prof|rev|hon|sen|rep|gov|gen|col|capt|lt|sgt|maj|adm)\. ', '\1 ', 'g')
    end;

-- name_id(name): the id of a forecaster's name.
create or replace macro name_id(name) as 'p_' || left(sha256(name_key(name)), 16);

comment on macro name_words is 'A name in lower case, single-spaced, without its leading article and trailing possessive.';
comment on macro name_untitled is 'The same without the titles that it begins with.';
comment on macro name_key is 'The part of a name by which two mentions are the same forecaster; a title counts unless a full name follows.';
comment on macro name_id is 'Id of a forecaster''s name.';
