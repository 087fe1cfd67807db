//! The binary: arguments to library.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    tenure::cli::run().await
}
