-- 好差评数据 and lists that grow with the years: figures that need not read every rating, indexes without which a list reads a table from end
-- to end, and a turn of its own for whoever seals.

-- What became of invitations, counted by office, item or window under the first day of a span: each day, and each month once more, so that a
-- year is some months and the days of one. Kept by a follower from the log of ratings; whatever follows an invitation counts on its day.
create table rating_tally (
  kind         text not null check (kind in ('organisation', 'item', 'window')),
  organisation text not null,                             -- that handled the case
  span         text not null check (span in ('day', 'month')),
  from_on      date not null,
  subject      text[] not null,                           -- the organisation; the item's code; place and window
  version_id   uuid not null,                             -- the newest version of an item among them
  invitations  int  not null,
  level_5      int  not null,                             -- answers, each with its level
  level_4      int  not null,
  level_3      int  not null,
  level_2      int  not null,
  level_1      int  not null,
  orders       int  not null,                             -- work orders, those that have ended, those that the rater called solved
  closed       int  not null,
  solved       int  not null,
  primary key (kind, organisation, span, from_on, subject)
);
create index rating_tally_span on rating_tally (kind, span, from_on);
grant select, insert, update, delete on rating_tally to yichuang_app;

-- Ratings of an office, newest first.
alter table rating add column organisation text;
update rating r set organisation = i.organisation from rating_invitation i where i.id = r.invitation_id;
alter table rating alter column organisation set not null;
create index rating_office on rating (organisation, given_on desc, invitation_id desc);

-- Work orders, the tightest limit first, and those that have ended, newest first: of an office, and of all.
drop index rating_order_open;
create index rating_order_open on rating_order (organisation, next_due_on nulls first, number) where state <> 'closed';
create index rating_order_open_all on rating_order (next_due_on nulls first, number) where state <> 'closed';
create index rating_order_closed on rating_order (organisation, number desc) where state = 'closed';
create index rating_order_closed_all on rating_order (number desc) where state = 'closed';

-- Posts and standing in are also asked for when they are over: who stood in, and by which office somebody looked.
drop index post_account;
create index post_account on post (account_id, from_on desc, id desc);
drop index post_organisation;
create index post_organisation on post (organisation);
drop index substitute_post;
create index substitute_post on substitute (post_id);

-- Whoever seals, or writes down what was sealed, holds this row: one at a time, and nobody who gives positions waits for it.
create table checkpoint_turn (
  only_row boolean primary key default true check (only_row)
);
insert into checkpoint_turn default values;
grant select, update on checkpoint_turn to yichuang_app;
