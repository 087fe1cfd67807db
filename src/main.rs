//! The binary: arguments to library.

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    tenure::cli::run().await
}
