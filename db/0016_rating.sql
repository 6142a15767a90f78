-- 好差评: who was invited to rate what, what they said, and what became of a bad mark. What happened stands in rating_event, a stream for each
-- invitation: evaluation, verification, rectification, feedback and supervision are one chain.
create table rating_event (
  stream_id uuid not null, seq int not null check (seq > 0), v smallint not null, kind text not null, body jsonb not null,
  actor text not null, on_behalf_of text, authority text not null, ground text, channel text not null, place text,
  effective_on date not null, at timestamptz not null check (at = date_trunc('milliseconds', at)), prev_hash bytea, hash bytea not null,
  primary key (stream_id, seq)
);
grant select, insert on rating_event to yichuang_app;

-- Invitations: one for each case that has ended 一事一评 and for each visit 一次一评. The id is made of what it is about, so that there is
-- never a second one. An invitation without a rating is just that: nothing is stored in its place.
create table rating_invitation (
  id           uuid primary key,
  kind         text not null check (kind in ('case', 'visit')),
  case_id      uuid not null,
  about_seq    int  not null,                             -- the event of the case that it follows
  item_code    text not null,
  version_id   uuid not null,
  organisation text not null,                             -- 统一社会信用代码 of the office that handles the case
  place        text,                                      -- where one was, of a visit
  window_code  text,                                      -- at which window, where the post says one
  applicant_id uuid not null,
  on_day       date not null,                             -- of what is rated
  until_on     date not null
);
create index rating_invitation_mine on rating_invitation (applicant_id, on_day desc, id desc);
create index rating_invitation_case on rating_invitation (case_id);
create index rating_invitation_office on rating_invitation (organisation, on_day desc, id desc);
create index rating_invitation_day on rating_invitation (on_day);
grant select, insert on rating_invitation to yichuang_app;

-- Ratings: given once, never changed, never removed; the application's role cannot.
create table rating (
  invitation_id uuid primary key,
  level         smallint not null check (level between 1 and 5), -- 5 is best, as in the national exchange
  scale         text     not null,                               -- which version of levels and labels
  labels        text[]   not null,
  given_on      date     not null
);
grant select, insert on rating to yichuang_app;

-- What people wrote, beside the log that commits to it. Gone when it is erased by law (个人信息保护法 47); the mark stays.
create table rating_words (
  stream_id uuid not null, seq int not null, path text not null, salt bytea not null, value jsonb not null,
  primary key (stream_id, seq, path)
);
grant select, insert, delete on rating_words to yichuang_app;

-- Work orders 整改单 of bad marks: a cache of the fold; `verify log` compares both.
create table rating_order (
  invitation_id uuid primary key,
  number        text not null,
  organisation  text not null,
  state         text not null check (state in ('opened', 'verified', 'rectified', 'fedBack', 'solved', 'unsolved', 'closed')),
  next_due_on   date,                                     -- after this day a limit that is not yet on record as passed has passed
  fold          jsonb not null
);
create index rating_order_open on rating_order (organisation, next_due_on) where state <> 'closed';
create index rating_order_due on rating_order (next_due_on) where next_due_on is not null;
grant select, insert, update on rating_order to yichuang_app;
