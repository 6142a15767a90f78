-- 找事项: what can be searched for, told to every process as soon as it changes.

-- Pairs of characters are no longer kept: each process holds what it searches in memory.
drop table item_gram;
drop index item_listing_organ;
alter table item_listing drop column organ_topic;
delete from item_topic where kind = 'department';

-- A topic is what an item is called, apart from where it is carried out: a million items share some thousands of them.
alter table item_topic
  add column name       text not null default '',
  add column aliases    text[] not null default '{}',
  add column main_name  text,
  add column department text not null default '';         -- without the name of its place
update item_topic t set name = l.name, aliases = l.aliases, main_name = l.main_name, department = l.department
from (
  select distinct on (name_topic) name_topic, l.name, array(select jsonb_array_elements_text(v.definition -> 'aliases')) as aliases,
    l.main_name, regexp_replace(l.department, '^.*?(自治区|省|市|区|县|州|旗)(?=..)', '') as department
  from item_listing l join item_version v using (version_id) order by name_topic, from_at desc
) l where l.name_topic = t.topic_no;
delete from item_topic t where not exists (select from item_listing l where l.name_topic = t.topic_no);
alter table item_topic alter column name drop default, alter column aliases drop default, alter column department drop default;

-- Whoever changes the list takes the next number first and holds it until the end of the transaction, so that numbers become visible in
-- their order: a process that knows all changes up to a number has missed none.
create table item_change (no bigint not null);
insert into item_change values (0);
grant select, update on item_change to yichuang_app;
alter table item_listing add column change_no bigint not null default 0;
alter table item_listing alter column change_no drop default;
create index item_listing_change on item_listing (change_no);
