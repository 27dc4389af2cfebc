import { list } from "./noise.js";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const flag = (condition: string): string => `if(${condition}, 'Y', 'N')`;

/** Each day from 1900-01-02 to 2100-01-01, numbered as Julian days; weeks begin on Sunday. */
const dates = `insert into date_dim by name select sk as d_date_sk, key_id(sk) as d_date_id, day as d_date,
    (y - 1900) * 12 + m - 1 as d_month_seq, (day - date '1899-12-31') // 7 + 1 as d_week_seq, (y - 1900) * 4 + q as d_quarter_seq,
    y as d_year, dow as d_dow, m as d_moy, day(day) as d_dom, q as d_qoy, y as d_fy_year, (y - 1900) * 4 + q as d_fy_quarter_seq,
    (day - date '1899-12-31') // 7 + 1 as d_fy_week_seq, (${list(DAYS)})[dow + 1] as d_day_name, y || 'Q' || q as d_quarter_name,
    ${flag("holiday(day)")} as d_holiday, ${flag("dow in (0, 6)")} as d_weekend, ${flag("holiday(day - 1)")} as d_following_holiday,
    date_key(date_trunc('month', day)) as d_first_dom, date_key(last_day(day)) as d_last_dom,
    date_key(day - interval 1 year) as d_same_day_ly, date_key(day - interval 3 month) as d_same_day_lq,
    ${flag("day = today")} as d_current_day, ${flag("date_trunc('week', day) = date_trunc('week', today)")} as d_current_week,
    ${flag("date_trunc('month', day) = date_trunc('month', today)")} as d_current_month,
    ${flag("date_trunc('quarter', day) = date_trunc('quarter', today)")} as d_current_quarter, ${flag("y = year(today)")} as d_current_year
  from (
    select sk, day, year(day) as y, month(day) as m, quarter(day) as q, dayofweek(day) as dow, date '2003-01-08' as today
    from (select 2415022 + n as sk, date '1900-01-02' + n::integer as day from range(73049) r(n)))`;

/** Each second of a day. */
const times = `insert into time_dim by name select t as t_time_sk, key_id(t) as t_time_id, t as t_time, h as t_hour, t // 60 % 60 as t_minute,
    t % 60 as t_second, if(h < 12, 'AM', 'PM') as t_am_pm,
    case when h < 7 or h > 22 then 'third' when h < 15 then 'first' else 'second' end as t_shift,
    case when h < 6 then 'night' when h < 12 then 'morning' when h < 17 then 'afternoon' else 'evening' end as t_sub_shift,
    case when h between 6 and 9 then 'breakfast' when h between 12 and 14 then 'lunch' when h between 17 and 19 then 'dinner' else '' end as t_meal_time
  from (select t, t // 3600 as h from range(86400) r(t))`;

export const calendarMacros: readonly string[] = [
  // The specification's business keys have 16 letters; here the last eight encode the row number.
  "key_id(sk) as 'AAAAAAAA' || reverse(translate(printf('%08X', sk), '0123456789ABCDEF', 'ABCDEFGHIJKLMNOP'))",
  "date_key(day) as 2415022 + (day::date - date '1900-01-02')",
  "holiday(day) as strftime(day, '%m-%d') in ('01-01', '07-04', '12-25')",
];
export const calendar: readonly string[] = [dates, times];
