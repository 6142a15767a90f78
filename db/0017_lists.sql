-- 办件列表与总览: the order in which lists show cases, and the figures that a leader sees.

-- The nearest last day of the clocks that run, of every kind; 9999-12-31 when none runs to a known day. Lists at the desk go by it.
alter table case_state add column tightest_on date;
update case_state set tightest_on = coalesce((
  select min((timer ->> 'dueOn')::date) from jsonb_each(fold -> 'timers') as running (code, timer)
  where timer ->> 'endedOn' is null), '9999-12-31');
alter table case_state alter column tightest_on set not null;
drop index case_state_desk;
create index case_state_desk on case_state (organisation, state, tightest_on, case_id);

-- What a case has reached 收件、受理、决定, and on which day: kept by a follower, true of the case as it stands. A voided case reached nothing.
create table case_milestone (
  case_id      uuid not null,
  kind         text not null check (kind in ('received', 'accepted', 'decided')),
  organisation text not null,
  on_day       date not null,
  primary key (case_id, kind)
);
create index case_milestone_list on case_milestone (organisation, kind, on_day desc, case_id desc);

-- How many of them: always the number of rows above.
create table case_tally (
  organisation text not null,
  kind         text not null,
  on_day       date not null,
  count        int  not null,
  primary key (organisation, kind, on_day)
);

-- The statutory limit of the decision, as long as it runs to a known day; and for ever where the decision came after it. Which of them are
-- late is asked with the day of the question, so that nothing grows stale at midnight.
create table case_limit (
  case_id      uuid primary key,
  organisation text not null,
  due_on       date not null,
  ended_on     date check (ended_on > due_on)        -- null while it runs
);
create index case_limit_list on case_limit (organisation, due_on, case_id) include (ended_on);

grant select, insert, update, delete on case_milestone, case_tally, case_limit to yichuang_app;
