-- 找不到的问题: how often something was asked that nothing answered, so that item staff can mend it. What was asked, where and on which day;
-- never by whom. Numbers, addresses and names are struck out before anything is written, and a row goes after its time.
create table finder_gap (
  question text not null check (question <> '' and length(question) <= 100), -- as it is compared, without marks
  area     text not null check (area = '' or area ~ '^\d{12}$'),             -- '' where no place was chosen
  kind     text not null check (kind in ('none', 'left', 'bad')),            -- none: nothing fitted; left: and a person left it for staff; bad: left although something was offered
  on_day   date not null,
  times    int  not null check (times > 0),
  primary key (on_day, question, area, kind)
);
grant select, insert, update, delete on finder_gap to yichuang_app;

-- What staff know of how people talk, on top of what ships with the product. Nothing is changed or removed: an undo is a row of its own.
-- The last number says to every process whether it knows everything; numbers are taken one after another under a lock.
create table finder_knowledge (
  no         bigint      primary key check (no > 0),
  kind       text        not null check (kind in ('saying', 'synonym', 'filler', 'undo')),
  item_name  text        check ((kind = 'saying') = (item_name is not null)),      -- of whatever item is called so
  words      text[]      not null check ((kind = 'undo') = (words = '{}')),
  undoes     bigint      unique references finder_knowledge check ((kind = 'undo') = (undoes is not null)),
  reason     text        not null,
  by_account text        not null,
  authority  text        not null,
  at         timestamptz not null
);
grant select, insert on finder_knowledge to yichuang_app;
