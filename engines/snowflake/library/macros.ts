/**
 * The DuckDB macros that translated statements call. They inspect types that the translation does not know with
 * `typeof`, which DuckDB evaluates when it binds the statement. A one-element list with a lambda evaluates a value once
 * and uses it several times.
 */
export const macros: readonly string[] = [
  // Types: VARIANT is JSON, ARRAY is JSON[], and OBJECT is MAP(VARCHAR, JSON).
  `sf_plain(x) AS list_transform([x], lambda sf__v: CASE WHEN typeof(sf__v) = 'JSON' THEN sf_json_text(CAST(sf__v AS VARCHAR)) ELSE CAST(sf__v AS VARCHAR) END)[1]`,
  `sf_variant(x) AS list_transform([x], lambda sf__v: CASE
     WHEN sf__v IS NULL THEN NULL
     WHEN typeof(sf__v) = 'JSON' THEN CAST(sf__v AS JSON)
     WHEN typeof(sf__v) LIKE 'DECIMAL%' OR typeof(sf__v) IN ('DOUBLE', 'FLOAT') THEN CAST(sf_number_json(CAST(sf__v AS VARCHAR)) AS JSON)
     WHEN typeof(sf__v) = 'BLOB' THEN to_json(hex(TRY_CAST(sf__v AS BLOB)))
     WHEN typeof(sf__v) LIKE 'TIMESTAMP%' THEN to_json(sf_moment_json(CAST(sf__v AS VARCHAR)))
     WHEN typeof(sf__v) = 'JSON[]' THEN CAST(sf_list_json(TRY_CAST(sf__v AS VARCHAR[])) AS JSON)
     WHEN typeof(sf__v) = 'MAP(VARCHAR, JSON)' THEN CAST(sf_map_json(map_keys(TRY_CAST(sf__v AS MAP(VARCHAR, VARCHAR))), map_values(TRY_CAST(sf__v AS MAP(VARCHAR, VARCHAR)))) AS JSON)
     ELSE to_json(sf__v) END)[1]`,
  `sf_variant_or_null(x) AS coalesce(sf_variant(x), CAST('null' AS JSON))`,
  `sf_array(x) AS list_transform([x], lambda sf__v: CASE
     WHEN sf__v IS NULL THEN NULL
     WHEN typeof(sf__v) = 'JSON[]' THEN TRY_CAST(sf__v AS JSON[])
     WHEN typeof(sf__v) LIKE '%[]' THEN CAST(sf_json_items(CAST(to_json(sf__v) AS VARCHAR)) AS JSON[])
     WHEN typeof(sf__v) = 'JSON' AND CAST(sf__v AS VARCHAR) = 'null' THEN NULL
     WHEN typeof(sf__v) = 'JSON' AND CAST(sf__v AS VARCHAR) LIKE '[%' THEN CAST(sf_json_items(CAST(sf__v AS VARCHAR)) AS JSON[])
     ELSE [sf_variant(sf__v)] END)[1]`,
  `sf_only_array(x) AS list_transform([x], lambda sf__v: CASE WHEN typeof(sf__v) = 'JSON' AND NOT CAST(sf__v AS VARCHAR) LIKE '[%' THEN NULL ELSE sf_array(sf__v) END)[1]`,
  `sf_object_of(entries) AS map_from_entries(list_transform(list_sort(list_filter(entries, lambda sf__e: sf__e.k IS NOT NULL AND sf__e.v IS NOT NULL)), lambda sf__e: {'key': sf__e.k, 'value': sf__e.v}))`,
  `sf_object(x) AS list_transform([x], lambda sf__v: CASE
     WHEN sf__v IS NULL THEN NULL
     WHEN typeof(sf__v) = 'MAP(VARCHAR, JSON)' THEN TRY_CAST(sf__v AS MAP(VARCHAR, JSON))
     WHEN typeof(sf__v) = 'JSON' AND CAST(sf__v AS VARCHAR) = 'null' THEN NULL
     WHEN typeof(sf__v) = 'JSON' AND CAST(sf__v AS VARCHAR) LIKE '{%' THEN map(sf_json_keys(CAST(sf__v AS VARCHAR)), CAST(sf_json_items(CAST(sf__v AS VARCHAR)) AS JSON[]))
     ELSE error('sf:100071:22000:Failed to cast variant value to OBJECT') END)[1]`,
  `sf_object_insert(o, k, v, replace) AS CASE WHEN o IS NULL OR k IS NULL THEN NULL WHEN NOT replace AND list_contains(map_keys(o), k) THEN error('sf:100033:22000:Duplicate field key ' || k) ELSE sf_object_of(list_append(list_filter(list_transform(map_entries(o), lambda sf__e: {'k': sf__e.key, 'v': sf__e.value}), lambda sf__e: sf__e.k <> k), {'k': k, 'v': v})) END`,
  `sf_object_keep(o, keys, wanted) AS map_from_entries(list_filter(map_entries(o), lambda sf__e: list_contains(CAST(keys AS VARCHAR[]), sf__e.key) = wanted))`,
  `sf_type(x) AS list_transform([x], lambda sf__v: CASE
     WHEN sf__v IS NULL THEN NULL
     WHEN typeof(sf__v) = 'JSON[]' THEN 'ARRAY'
     WHEN typeof(sf__v) LIKE 'MAP%' THEN 'OBJECT'
     WHEN typeof(sf__v) = 'JSON' THEN sf_json_type(CAST(sf__v AS VARCHAR))
     ELSE sf_json_type(CAST(sf_variant(sf__v) AS VARCHAR)) END)[1]`,
  `sf_get(x, k) AS list_transform([{'x': x, 'k': k}], lambda sf__p: CASE
     WHEN typeof(sf__p.x) = 'JSON[]' THEN CASE WHEN typeof(sf__p.k) = 'VARCHAR' OR TRY_CAST(CAST(sf__p.k AS VARCHAR) AS BIGINT) < 0 THEN NULL ELSE TRY_CAST(sf__p.x AS JSON[])[TRY_CAST(CAST(sf__p.k AS VARCHAR) AS BIGINT) + 1] END
     WHEN typeof(sf__p.k) = 'VARCHAR' THEN CAST(sf_json_field(CAST(sf_variant(sf__p.x) AS VARCHAR), CAST(sf__p.k AS VARCHAR)) AS JSON)
     ELSE CAST(sf_json_element(CAST(sf_variant(sf__p.x) AS VARCHAR), TRY_CAST(CAST(sf__p.k AS VARCHAR) AS BIGINT)) AS JSON) END)[1]`,
  `sf_entries(x, mode, keep) AS list_transform([list_transform([x], lambda sf__v: CASE
     WHEN sf__v IS NULL THEN NULL
     WHEN (typeof(sf__v) = 'JSON[]' OR (typeof(sf__v) = 'JSON' AND CAST(sf__v AS VARCHAR) LIKE '[%')) AND mode <> 'OBJECT' THEN list_transform(sf_array(sf__v), lambda sf__e, sf__i: {'k': NULL::VARCHAR, 'i': sf__i - 1, 'v': sf__e})
     WHEN (typeof(sf__v) LIKE 'MAP%' OR (typeof(sf__v) = 'JSON' AND CAST(sf__v AS VARCHAR) LIKE '{%')) AND mode <> 'ARRAY' THEN list_transform(map_entries(sf_object(sf__v)), lambda sf__e: {'k': sf__e.key, 'i': NULL::BIGINT, 'v': sf__e.value})
     ELSE NULL END)[1]], lambda sf__l: CASE WHEN keep AND coalesce(len(sf__l), 0) = 0 THEN [{'k': NULL::VARCHAR, 'i': NULL::BIGINT, 'v': NULL::JSON}] ELSE sf__l END)[1]`,
  `sf_variants(l) AS list_transform(l, lambda sf__e: sf_variant(sf__e))`,
  `sf_slice_array(a, s, e) AS CASE WHEN a IS NULL OR s IS NULL OR e IS NULL THEN NULL ELSE a[CASE WHEN s < 0 THEN greatest(len(a) + s, 0) ELSE s END + 1:CASE WHEN e < 0 THEN greatest(len(a) + e, 0) ELSE e END] END`,
  `sf_cat(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_concat(a, b) END`,
  `sf_arrays_to_object(k, v) AS CASE WHEN len(k) <> len(v) THEN error('sf:215001:22000:Key array and value array had unequal lengths in ARRAYS_TO_OBJECT') ELSE sf_map(sf_arrays_keys(CAST(k AS VARCHAR[])), sf_arrays_values(CAST(k AS VARCHAR[]), CAST(v AS VARCHAR[]))) END`,
  `sf_map(k, v) AS map(k, CAST(v AS JSON[]))`,
  `sf_contains(a, v) AS CASE WHEN a IS NULL OR v IS NULL THEN NULL ELSE list_contains(a, v) END`,
  `sf_array_sort(a, up, first) AS CAST(sf_sorted(CAST(a AS VARCHAR[]), up, first) AS JSON[])`,
  `sf_zip(arrays) AS CAST(sf_zipped(CAST(arrays AS VARCHAR[])) AS JSON[])`,

  // Text
  `sf_text(x, ntz, tz, d, t) AS CASE typeof(x)
     WHEN 'JSON' THEN sf_json_text(CAST(x AS VARCHAR))
     WHEN 'DOUBLE' THEN sf_float_text(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
     WHEN 'FLOAT' THEN sf_float_text(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
     WHEN 'TIMESTAMP' THEN sf_format_moment(epoch_us(TRY_CAST(x AS TIMESTAMP)), ntz)
     WHEN 'TIMESTAMP WITH TIME ZONE' THEN sf_format_moment(epoch_us(TRY_CAST(x AS TIMESTAMPTZ)), tz)
     WHEN 'DATE' THEN sf_format_moment(epoch_us(TRY_CAST(x AS TIMESTAMP)), d)
     WHEN 'TIME' THEN sf_format_moment(epoch_us(DATE '1970-01-01' + TRY_CAST(x AS TIME)), t)
     WHEN 'BLOB' THEN hex(TRY_CAST(x AS BLOB))
     WHEN 'JSON[]' THEN CAST(sf_variant(x) AS VARCHAR)
     WHEN 'MAP(VARCHAR, JSON)' THEN CAST(sf_variant(x) AS VARCHAR)
     ELSE CAST(x AS VARCHAR) END`,
  `sf_format(x, format) AS list_transform([{'x': x, 'f': format}], lambda sf__p: CASE
     WHEN typeof(sf__p.x) = 'TIME' THEN sf_format_moment(epoch_us(DATE '1970-01-01' + TRY_CAST(sf__p.x AS TIME)), sf__p.f)
     WHEN typeof(sf__p.x) LIKE 'TIMESTAMP%' OR typeof(sf__p.x) = 'DATE' THEN sf_format_moment(epoch_us(TRY_CAST(sf__p.x AS TIMESTAMP)), sf__p.f)
     WHEN typeof(sf__p.x) = 'BLOB' THEN CASE WHEN upper(sf__p.f) IN ('UTF-8', 'UTF8') THEN decode(TRY_CAST(sf__p.x AS BLOB)) WHEN upper(sf__p.f) = 'BASE64' THEN to_base64(TRY_CAST(sf__p.x AS BLOB)) ELSE hex(TRY_CAST(sf__p.x AS BLOB)) END
     ELSE sf_format_number(CAST(sf__p.x AS VARCHAR), sf__p.f) END)[1]`,
  `sf_length(v) AS CASE WHEN typeof(v) = 'BLOB' THEN octet_length(TRY_CAST(v AS BLOB)) ELSE length(CAST(v AS VARCHAR)) END`,
  `sf_octet_length(v) AS CASE WHEN typeof(v) = 'BLOB' THEN octet_length(TRY_CAST(v AS BLOB)) ELSE strlen(CAST(v AS VARCHAR)) END`,
  `sf_hex(v) AS CASE WHEN typeof(v) = 'BLOB' THEN hex(TRY_CAST(v AS BLOB)) ELSE hex(CAST(v AS VARCHAR)) END`,
  `sf_try_unhex(v) AS CASE WHEN regexp_full_match(v, '([0-9A-Fa-f]{2})*') THEN unhex(v) END`,
  `sf_left(x, n) AS CASE WHEN x IS NULL THEN NULL WHEN n < 0 THEN '' ELSE left(x, n) END`,
  `sf_right(x, n) AS CASE WHEN x IS NULL THEN NULL WHEN n < 0 THEN '' ELSE right(x, n) END`,
  `sf_substr(x, s, n := 1000000000) AS CASE WHEN x IS NULL OR s IS NULL OR n IS NULL THEN NULL WHEN n <= 0 THEN '' WHEN s < 0 AND -s > length(x) THEN '' ELSE substr(x, CASE WHEN s = 0 THEN 1 ELSE s END, n) END`,
  `sf_lpad(x, n, fill) AS CASE WHEN x IS NULL OR fill IS NULL THEN NULL WHEN n <= 0 THEN '' WHEN fill = '' THEN left(x, n) ELSE lpad(x, CAST(n AS INTEGER), fill) END`,
  `sf_rpad(x, n, fill) AS CASE WHEN x IS NULL OR fill IS NULL THEN NULL WHEN n <= 0 THEN '' WHEN fill = '' THEN left(x, n) ELSE rpad(x, CAST(n AS INTEGER), fill) END`,
  `sf_replace(x, a, b) AS CASE WHEN a = '' THEN x ELSE replace(x, a, b) END`,
  `sf_position(part, whole, s) AS CASE WHEN part IS NULL OR whole IS NULL THEN NULL WHEN s > length(whole) + 1 THEN 0 ELSE list_transform([strpos(substr(whole, s), part)], lambda sf__v: CASE WHEN sf__v = 0 THEN 0 ELSE sf__v + s - 1 END)[1] END`,
  `sf_split_part(x, by_, n) AS CASE WHEN by_ = '' THEN CASE WHEN n IN (1, 0, -1) THEN x ELSE '' END ELSE coalesce(split_part(x, by_, CASE WHEN n = 0 THEN 1 ELSE n END), CASE WHEN x IS NULL OR by_ IS NULL OR n IS NULL THEN NULL ELSE '' END) END`,
  `sf_split(x, by_) AS sf_variants(CASE WHEN x IS NULL OR by_ IS NULL THEN NULL WHEN x = '' THEN [''] WHEN by_ = '' THEN [x] ELSE string_split(x, by_) END)`,
  `sf_regexp_position(x, p, s) AS CASE WHEN x IS NULL OR p IS NULL THEN NULL WHEN regexp_matches(substr(x, s), p) THEN length(regexp_extract(substr(x, s), '^((?s:.)*?)(?:' || p || ')', 1)) + s ELSE 0 END`,

  // Numbers: division by zero raises an error, and the scale of a quotient of NUMBERs is the dividend's plus six.
  `sf_divide(a HUGEINT, b HUGEINT) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE CAST(sf_quotient(CAST(a AS VARCHAR), CAST(b AS VARCHAR)) AS DECIMAL(38, 6)) END, (a, b) AS CASE
     WHEN b = 0 THEN error('Division by zero')
     WHEN (typeof(a) LIKE 'DECIMAL%' OR typeof(a) LIKE '%INT%') AND (typeof(b) LIKE 'DECIMAL%' OR typeof(b) LIKE '%INT%') THEN CAST(sf_quotient(CAST(a AS VARCHAR), CAST(b AS VARCHAR)) AS DOUBLE)
     ELSE CAST(a AS DOUBLE) / CAST(b AS DOUBLE) END`,
  `sf_modulo(a HUGEINT, b HUGEINT) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a % b END, (a, b) AS CASE
     WHEN b = 0 THEN error('Division by zero')
     WHEN (typeof(a) LIKE 'DECIMAL%' OR typeof(a) LIKE '%INT%') AND (typeof(b) LIKE 'DECIMAL%' OR typeof(b) LIKE '%INT%') THEN CAST(sf_remainder(CAST(a AS VARCHAR), CAST(b AS VARCHAR)) AS DOUBLE)
     ELSE CAST(a AS DOUBLE) % CAST(b AS DOUBLE) END`,
  `sf_finite(x) AS x`,
  `sf_floor_div(a, b) AS (a // b - CASE WHEN a % b < 0 THEN 1 ELSE 0 END)`,
  `sf_scaled_floor(x, n) AS CASE WHEN n >= 0 THEN round(floor(CAST(x AS DOUBLE) * pow(10, n)) / pow(10, n), n) ELSE floor(CAST(x AS DOUBLE) / pow(10, -n)) * pow(10, -n) END`,
  `sf_scaled_ceil(x, n) AS CASE WHEN n >= 0 THEN round(ceil(CAST(x AS DOUBLE) * pow(10, n)) / pow(10, n), n) ELSE ceil(CAST(x AS DOUBLE) / pow(10, -n)) * pow(10, -n) END`,
  `sf_scaled_trunc(x, n) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(sf_cut(sf_digits(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE)), n) AS DOUBLE) ELSE CAST(sf_cut(CAST(x AS VARCHAR), n) AS DOUBLE) END`,
  `sf_width_bucket(x, lo, hi, n) AS CASE WHEN x < lo THEN 0 WHEN x >= hi THEN n + 1 ELSE CAST(floor((x - lo) / (hi - lo) * n) + 1 AS BIGINT) END`,

  // Dates: the result has the type of the argument.
  `sf_moment(x) AS list_transform([x], lambda sf__v: CASE WHEN typeof(sf__v) = 'TIME' THEN DATE '1970-01-01' + TRY_CAST(CAST(sf__v AS VARCHAR) AS TIME) WHEN typeof(sf__v) = 'JSON' THEN CAST(sf_json_text(CAST(sf__v AS VARCHAR)) AS TIMESTAMP) ELSE CAST(CAST(sf__v AS VARCHAR) AS TIMESTAMP) END)[1]`,
  `sf_add_months(x DATE, n) AS CAST(x + to_months(CAST(n AS INTEGER)) AS DATE), (x TIMESTAMP, n) AS x + to_months(CAST(n AS INTEGER)), (x TIMESTAMPTZ, n) AS x + to_months(CAST(n AS INTEGER))`,
  `sf_add_days(x DATE, n) AS x + CAST(n AS INTEGER), (x TIMESTAMP, n) AS x + to_days(CAST(n AS INTEGER)), (x TIMESTAMPTZ, n) AS x + to_days(CAST(n AS INTEGER))`,
  `sf_add_micros(x DATE, n) AS CAST(x AS TIMESTAMP) + to_microseconds(n), (x TIMESTAMP, n) AS x + to_microseconds(n), (x TIMESTAMPTZ, n) AS x + to_microseconds(n), (x TIME, n) AS x + to_microseconds(n)`,
  `sf_end_kept(x, y) AS CASE WHEN CAST(x AS DATE) = last_day(CAST(x AS DATE)) THEN y + to_days(CAST(date_diff('day', CAST(y AS DATE), last_day(CAST(y AS DATE))) AS INTEGER)) ELSE y END`,
  // DuckDB wrongly evaluates comparisons of NULL with a constant that is not the start of a unit, if it recognizes
  // date_trunc; inside a list it does not recognize it.
  `sf_trunc(unit, x DATE) AS CAST(date_trunc(unit, x) AS DATE), (unit, x TIMESTAMP) AS list_extract([date_trunc(unit, x)], 1), (unit, x TIMESTAMPTZ) AS list_extract([date_trunc(unit, x)], 1), (unit, x TIME) AS CAST(date_trunc(unit, DATE '1970-01-01' + x) AS TIME)`,
  `sf_slice(x DATE, w, o, late) AS CAST(time_bucket(w, CAST(x AS TIMESTAMP), o) + CASE WHEN late THEN w ELSE INTERVAL 0 DAY END AS DATE), (x TIMESTAMP, w, o, late) AS time_bucket(w, x, o) + CASE WHEN late THEN w ELSE INTERVAL 0 DAY END, (x TIMESTAMPTZ, w, o, late) AS CAST(time_bucket(w, CAST(x AS TIMESTAMP), o) + CASE WHEN late THEN w ELSE INTERVAL 0 DAY END AS TIMESTAMPTZ)`,
  `sf_months_between(a, b) AS CASE WHEN date_part('day', a) = date_part('day', b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b)) THEN CAST(date_diff('month', b, a) AS DOUBLE) ELSE round(date_diff('month', b, a) + (date_part('day', a) - date_part('day', b) + (epoch_us(CAST(a AS TIME)) - epoch_us(CAST(b AS TIME))) / 86400000000.0) / 31, 6) END`,
  `sf_now() AS CAST(current_timestamp AS TIMESTAMPTZ)`,
  `sf_system_type(t) AS CASE WHEN t LIKE 'DECIMAL%' THEN replace(replace(t, 'DECIMAL', 'NUMBER'), ' ', '') || '[SB16]' WHEN t IN ('DOUBLE', 'FLOAT') THEN 'FLOAT[DOUBLE]' WHEN t = 'VARCHAR' THEN 'VARCHAR(16777216)[LOB]' WHEN t = 'TIMESTAMP' THEN 'TIMESTAMP_NTZ(9)[SB16]' WHEN t LIKE 'TIMESTAMP%' THEN 'TIMESTAMP_TZ(9)[SB16]' WHEN t = 'JSON' THEN 'VARIANT[LOB]' WHEN t = 'JSON[]' THEN 'ARRAY[LOB]' WHEN t LIKE 'MAP%' THEN 'OBJECT[LOB]' ELSE t END`,
];
