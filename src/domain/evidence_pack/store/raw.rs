//! Result files as they came, as far as the caller may have them.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::evaluations::{self, Artefact};
use crate::domain::evidence_pack::Entry;
use crate::domain::evidence_pack::manifest::LeftOut;
use crate::ground::content;
use crate::ground::identity::{Caller, Permit, may};
use crate::ground::kernel::{Failure, Sha256};

/// Result files of a pack at most.
pub const RAW_FILES_MAX: usize = 200;
/// Bytes of all result files of a pack at most. They are read and sent in pieces.
pub const RAW_BYTES_MAX: u64 = 256 << 20;

/// The result files of a pack.
#[derive(Debug, Default)]
pub struct Raw {
    /// Those that are in it.
    pub entries: Vec<Entry>,
    /// Those that are not, and why.
    pub left_out: Vec<LeftOut>,
}

/// Which result files a pack for this caller holds. They may hold prompts and answers, so each asks for the
/// permission that downloading it asks for.
///
/// # Errors
/// The database is away.
pub async fn raw_files(
    conn: &mut PgConnection,
    caller: &Caller,
    artefacts: impl Iterator<Item = &Artefact>,
) -> Result<Raw, Failure> {
    let by_digest: BTreeMap<Sha256, &Artefact> = artefacts
        .map(|artefact| (artefact.sha256, artefact))
        .collect();
    let digests: Vec<Sha256> = by_digest.keys().copied().collect();
    let kept = content::kept(conn, &digests).await?;
    let (mut raw, mut bytes) = (Raw::default(), 0_u64);
    for (sha256, artefact) in by_digest {
        let size = u64::try_from(artefact.size).unwrap_or(0);
        let why = if !permitted(conn, caller, &sha256).await? {
            let permission = may::ReadArtefacts::PERMISSION.name;
            format!("Whoever made this pack lacks the permission {permission} for it.")
        } else if !kept.contains(&sha256) {
            "Its bytes were deleted; its digest stays.".to_owned()
        } else if raw.entries.len() >= RAW_FILES_MAX {
            format!("A pack holds at most {RAW_FILES_MAX} result files.")
        } else if bytes + size > RAW_BYTES_MAX {
            format!("The result files of a pack are at most {RAW_BYTES_MAX} bytes together.")
        } else {
            bytes += size;
            raw.entries
                .push(Entry::raw(sha256, size, &artefact.file_name));
            continue;
        };
        raw.left_out.push(LeftOut {
            sha256,
            file_name: artefact.file_name.clone(),
            size: artefact.size,
            why,
        });
    }
    Ok(raw)
}

async fn permitted(
    conn: &mut PgConnection,
    caller: &Caller,
    sha256: &Sha256,
) -> Result<bool, Failure> {
    let permission = may::ReadArtefacts::PERMISSION;
    if caller.may(permission, None, None) {
        return Ok(true);
    }
    let found = evaluations::store::artefact_teams(conn, sha256).await?;
    let teams = found.map(|(_, teams)| teams).unwrap_or_default();
    Ok(teams
        .iter()
        .any(|team| caller.may(permission, Some(*team), None)))
}

/// The ids of the files that evaluations came in, each once.
pub(super) fn artefact_ids(evaluations: &[evaluations::Evaluation]) -> Vec<Uuid> {
    let named = |one: &evaluations::Evaluation| [one.artefact_id, one.items_artefact_id];
    let mut ids: Vec<Uuid> = evaluations
        .iter()
        .flat_map(named)
        .flatten()
        .map(|id| id.0)
        .collect();
    ids.sort();
    ids.dedup();
    ids
}
