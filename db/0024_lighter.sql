-- What nothing reads any more: topics are of names alone since 0018, and a process learns of new ones by their numbers, not by the change of each
-- listing. Every row of a million gets eight bytes and an index entry lighter.
alter table item_listing drop column change_no;           -- and with it item_listing_change
alter table item_topic drop column kind;
