-- 时限: notices in the order in which they were entered, and the re-dating of open cases that follows them.

-- A notice is known by its number in the log of its layer. The same subject may be corrected on the very day it was published: of one day
-- the notice entered last holds. What this platform knew on a day is what had been entered by then.
alter table calendar_notice add column seq int, add column entered_at timestamptz;
update calendar_notice n set seq = e.seq, entered_at = e.at
from calendar_layer l join calendar_event e on e.stream_id = l.id
where l.code = n.layer_code and e.body -> 'notice' ->> 'subject' = n.subject
  and e.body -> 'notice' ->> 'knownOn' = to_char(n.known_on, 'YYYY-MM-DD');
alter table calendar_day add column seq int;
update calendar_day d set seq = n.seq from calendar_notice n
where (n.layer_code, n.subject, n.known_on) = (d.layer_code, d.subject, d.known_on);
alter table calendar_day drop column subject cascade, drop column known_on cascade, alter column seq set not null;
alter table calendar_notice drop constraint calendar_notice_pkey, alter column seq set not null, alter column entered_at set not null;
alter table calendar_notice add primary key (layer_code, seq);
alter table calendar_day add primary key (layer_code, seq, on_day), add foreign key (layer_code, seq) references calendar_notice;
create index calendar_notice_subject on calendar_notice (layer_code, subject, known_on);

-- Between which days the running clocks of a case lie: only a day in between can move a date. Null when none runs.
alter table case_state
  add column place       text,                       -- service place where it was handed in
  add column dated_from  date,                       -- first day on which a running clock started
  add column dated_until date;                       -- last day of the longest running clock; infinity while one is held up
update case_state set place = fold ->> 'place', (dated_from, dated_until) = (
  select min((timer ->> 'startedOn')::date), max(coalesce((timer ->> 'dueOn')::date, 'infinity'))
  from jsonb_each(fold -> 'timers') as running (code, timer) where timer ->> 'endedOn' is null);
create index case_state_dated on case_state (dated_until, dated_from, organisation, place, case_id) where dated_until is not null;

-- Open cases that a change of the calendar may move, until they have been looked at. An act on a case looks by itself.
create table case_to_redate (
  case_id uuid primary key,
  version uuid not null                              -- of the calendar that put it here last: looked at by an older one, it stays
);
grant select, insert, update, delete on case_to_redate to yichuang_app;
