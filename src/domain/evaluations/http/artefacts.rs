//! Result files over HTTP, as they came.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType,
    ExtendedValue,
};
use actix_web::web::Data;
use actix_web::{HttpResponse, get};

use crate::domain::evaluations::store;
use crate::ground::content;
use crate::ground::http::Path;
use crate::ground::identity::{Authorized, Permit, may};
use crate::ground::kernel::{App, Failure, Sha256};

/// Download a result file
///
/// The bytes as they were imported. They may hold prompts and answers, so this has its own permission.
#[utoipa::path(
    tag = "evaluations",
    params(("sha256" = Sha256, Path, description = "The file's digest, with or without `sha256:`.")),
    security(("token" = ["artefact.read"])),
    responses(
        (status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
    )
)]
#[get("/artefacts/{sha256}")]
pub async fn download_artefact(
    app: Data<App>,
    caller: Authorized<may::ReadArtefacts>,
    Path(sha256): Path<Sha256>,
) -> Result<HttpResponse, Failure> {
    let missing = || Failure::NotFound { kind: "artefact" };
    let mut conn = app.read().await?;
    let (file_name, teams) = store::artefact_teams(&mut conn, &sha256)
        .await?
        .ok_or_else(missing)?;
    let permitted = teams
        .iter()
        .any(|team| caller.may(may::ReadArtefacts::PERMISSION, Some(*team), None));
    if !permitted {
        caller.require(may::ReadArtefacts::PERMISSION, None, None)?;
    }
    let (media_type, bytes) = content::read(&mut conn, &sha256)
        .await?
        .ok_or_else(missing)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header(attachment(&file_name))
        .body(bytes))
}

/// `Content-Disposition` (RFC 6266) with the last part of the file's name.
fn attachment(file_name: &str) -> ContentDisposition {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let parameter = if name.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        DispositionParam::Filename(name.to_owned())
    } else {
        DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".into()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })
    };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![parameter],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_offered_under_its_own_name_without_folders() {
        for (name, header) in [
            ("a/b/results.json", "attachment; filename=\"results.json\""),
            ("c:\\r.json", "attachment; filename=\"r.json\""),
            ("q\"x.json", "attachment; filename=\"q\\\"x.json\""),
            ("é.json", "attachment; filename*=UTF-8''%C3%A9.json"),
        ] {
            assert_eq!(attachment(name).to_string(), header);
        }
    }
}
