//! Items of evaluations: written in bulk, never changed.

use super::super::Item;
use crate::ground::audit::UnitOfWork;
use crate::ground::kernel::{Decimal, EvaluationId, Failure};

/// Rows of one statement: bounds what a long list holds in memory twice.
const ROWS: usize = 10_000;

/// Writes the items of an evaluation.
///
/// # Errors
/// The database refused: a key stands twice in an epoch, or a limit is passed.
pub async fn insert_items(
    uow: &mut UnitOfWork,
    evaluation: EvaluationId,
    items: &[Item],
) -> Result<(), Failure> {
    for rows in items.chunks(ROWS) {
        let hashes: Vec<Option<&[u8]>> = rows.iter().map(|item| item.hash.as_deref()).collect();
        let keys: Vec<&str> = rows.iter().map(|item| item.key.as_str()).collect();
        let epochs: Vec<i32> = rows.iter().map(|item| item.epoch).collect();
        let scores: Vec<Option<Decimal>> = rows.iter().map(|item| item.score.clone()).collect();
        let correct: Vec<Option<bool>> = rows.iter().map(|item| item.correct).collect();
        let clusters: Vec<Option<&str>> = rows.iter().map(|item| item.cluster.as_deref()).collect();
        let errors: Vec<Option<&str>> =
            rows.iter().map(|item| item.error_kind.as_deref()).collect();
        sqlx::query!(
            "insert into evaluation_item (evaluation_id, item_hash, item_key, epoch, score, correct, cluster, error_kind)
             select $1, i.* from unnest($2::bytea[], $3::text[], $4::int[], $5::numeric[], $6::boolean[],
                                        $7::text[], $8::text[]) as i",
            evaluation.0,
            &hashes as _,
            &keys as _,
            &epochs,
            &scores as _,
            &correct as _,
            &clusters as _,
            &errors as _,
        )
        .execute(uow.conn())
        .await?;
    }
    Ok(())
}
