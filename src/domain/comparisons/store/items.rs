//! What items say. Sums are made where the items are, exactly, so that neither their number nor their order matters.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::comparisons::ItemSums;
use crate::ground::kernel::{Decimal, EvaluationId, Failure};

/// Digits that name a double exactly.
const DIGITS: usize = 17;
/// Items shown at most.
pub const CHANGED_MAX: i64 = 200;

/// What the items of each two evaluations say together, in the order given; `None` where either has none that was
/// scored.
///
/// An item is what its content hash names. Asked several times it counts once, with its mean; what was not scored is
/// left out. The sum of squares over groups is `(n² ΣT² - 2n S ΣmT + S² Σm²) / n²`, with T the sum and m the number of
/// pairs of a group and S the sum of all, so that no mean is rounded before it is subtracted.
///
/// # Errors
/// The database is away.
#[expect(clippy::too_many_lines, reason = "one statement and its columns")]
pub async fn item_sums(
    conn: &mut PgConnection,
    pairs: &[(EvaluationId, EvaluationId)],
) -> Result<Vec<Option<ItemSums>>, Failure> {
    let base: Vec<Uuid> = pairs.iter().map(|(base, _)| base.0).collect();
    let candidate: Vec<Uuid> = pairs.iter().map(|(_, candidate)| candidate.0).collect();
    let rows = sqlx::query!(
        r#"
        with side as materialized (
            -- Each evaluation once, in whatever pairs it stands.
            select i.evaluation_id, i.item_hash,
                   avg(coalesce(i.score, i.correct::int::numeric)) as score,
                   count(*) = 1 and bool_and(i.correct is not null) as is_binary,
                   bool_or(i.correct) as correct,
                   min(i.cluster) as cluster,
                   count(*) as rows
              from evaluation_item i
             where i.evaluation_id = any($1::uuid[] || $2::uuid[])
               -- A score whose square no double holds is none.
               and abs(coalesce(i.score, i.correct::int::numeric)) < 1e100
             group by i.evaluation_id, i.item_hash
        ), own as (
            select evaluation_id, count(*) filter (where item_hash is not null) as n,
                   coalesce(sum(rows) filter (where item_hash is null), 0)::bigint as unnamed,
                   -- Of those as well that no content names, each of which stands for itself.
                   sum(score * case when item_hash is null then rows else 1 end)
                       / sum(case when item_hash is null then rows else 1 end) as mean
              from side group by evaluation_id
        ), wanted as (
            select distinct base_id, candidate_id from unnest($1::uuid[], $2::uuid[]) as w (base_id, candidate_id)
        ), pair as (
            select w.base_id, w.candidate_id, c.score - b.score as d, b.is_binary and c.is_binary as is_binary,
                   b.correct as base_correct, c.correct as candidate_correct,
                   coalesce(b.cluster, c.cluster) as cluster, b.item_hash
              from wanted w
              join side b on b.evaluation_id = w.base_id
              join side c on c.evaluation_id = w.candidate_id and c.item_hash = b.item_hash
        ), family as (
            select base_id, candidate_id, count(*) as m, sum(d) as t,
                   bool_and(is_binary) as is_binary,
                   count(*) filter (where base_correct and not candidate_correct) as base_only,
                   count(*) filter (where candidate_correct and not base_correct) as candidate_only
              from pair
             group by base_id, candidate_id, cluster, case when cluster is null then item_hash end
        ), total as (
            select base_id, candidate_id, sum(m) as n, count(*) as groups, sum(t) as s, bool_and(is_binary) as is_binary,
                   sum(base_only) as base_only, sum(candidate_only) as candidate_only,
                   sum(t * t) as tt, sum(m * t) as mt, sum(m * m) as mm
              from family group by base_id, candidate_id
        )
        select w.number as "number!", b.n as "base_n!", c.n as "candidate_n!",
               b.mean::float8 as "base_mean!", c.mean::float8 as "candidate_mean!",
               (b.unnamed + c.unnamed) as "unnamed!",
               coalesce(t.n, 0)::bigint as "n!", coalesce(t.is_binary, false) as "binary!",
               coalesce(t.base_only, 0)::bigint as "base_only!",
               coalesce(t.candidate_only, 0)::bigint as "candidate_only!",
               coalesce(t.groups, 0) as "groups!",
               coalesce(t.s / t.n, 0)::float8 as "mean!",
               coalesce((t.n * t.n * t.tt - 2 * t.n * t.s * t.mt + t.s * t.s * t.mm) / (t.n * t.n), 0)::float8
                   as "squares!"
          from unnest($1::uuid[], $2::uuid[]) with ordinality as w (base_id, candidate_id, number)
          join own b on b.evaluation_id = w.base_id and b.n > 0
          join own c on c.evaluation_id = w.candidate_id and c.n > 0
          left join total t on t.base_id = w.base_id and t.candidate_id = w.candidate_id
        "#,
        &base,
        &candidate,
    )
    .fetch_all(conn)
    .await?;
    let mut found = vec![None; pairs.len()];
    for row in rows {
        let place = usize::try_from(row.number - 1).unwrap_or(usize::MAX);
        let Some(place) = found.get_mut(place) else {
            continue;
        };
        let number = |value: f64| {
            Decimal::from_f64_rounded(value, DIGITS)
                .ok_or_else(|| Failure::inconsistent("a sum of items that is no number"))
        };
        *place = Some(ItemSums {
            base_n: row.base_n.unsigned_abs(),
            candidate_n: row.candidate_n.unsigned_abs(),
            base_mean: number(row.base_mean)?,
            candidate_mean: number(row.candidate_mean)?,
            unnamed: row.unnamed.unsigned_abs(),
            n: row.n.unsigned_abs(),
            binary: row.binary,
            base_only: row.base_only.unsigned_abs(),
            candidate_only: row.candidate_only.unsigned_abs(),
            groups: row.groups.unsigned_abs(),
            mean: number(row.mean)?,
            squares: number(row.squares)?,
        });
    }
    Ok(found)
}

/// An item that two evaluations share, with what each scored. Never a question or an answer.
#[derive(Debug, Clone)]
pub struct ChangedItem {
    /// The question's name in its data set.
    pub item_key: String,
    /// Names the question by its content.
    pub item_hash: Vec<u8>,
    /// Questions of the same cluster are not independent.
    pub cluster: Option<String>,
    /// Mean score in the base.
    pub base_score: Decimal,
    /// Mean score in the candidate.
    pub candidate_score: Decimal,
}

/// The items that two evaluations scored differently: what was lost first, the largest loss first; at most
/// [`CHANGED_MAX`].
///
/// # Errors
/// The database is away.
pub async fn changed(
    conn: &mut PgConnection,
    base: EvaluationId,
    candidate: EvaluationId,
) -> Result<Vec<ChangedItem>, Failure> {
    let rows = sqlx::query_as!(
        ChangedItem,
        r#"
        with side as (
            select i.evaluation_id, i.item_hash, min(i.item_key) as item_key, min(i.cluster) as cluster,
                   round(avg(coalesce(i.score, i.correct::int::numeric)), 12) as score
              from evaluation_item i
             where i.evaluation_id in ($1, $2) and i.item_hash is not null
               and abs(coalesce(i.score, i.correct::int::numeric)) < 1e100
             group by i.evaluation_id, i.item_hash
        )
        select c.item_key as "item_key!", c.item_hash as "item_hash!", coalesce(c.cluster, b.cluster) as cluster,
               b.score as "base_score!: Decimal", c.score as "candidate_score!: Decimal"
          from side b join side c on c.item_hash = b.item_hash
         where b.evaluation_id = $1 and c.evaluation_id = $2 and b.score <> c.score
         order by c.score - b.score, c.item_key, c.item_hash
         limit $3
        "#,
        base.0,
        candidate.0,
        CHANGED_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
