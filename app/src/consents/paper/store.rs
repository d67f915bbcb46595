//! The tables of forms on paper.

use crate::{
    backend::{crypto::Encrypted, db::Tx, failure::Failure},
    ids::{ConsentPaperId, SubjectId},
    sql,
};

/// A form as the table holds it.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: ConsentPaperId,
    pub about_enc: Encrypted,
    pub file_key_enc: Encrypted,
}

/// Adds a form.
pub(super) async fn insert(tx: &mut Tx<'_>, subject: SubjectId, row: &Row) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO consent_papers (id, subject_id, about_enc, file_key_enc) VALUES ($1, $2, $3, $4)",
        row.id, subject, &row.about_enc, &row.file_key_enc)?;
    Ok(())
}

/// Adds a piece of a scan.
pub(super) async fn insert_piece(
    tx: &mut Tx<'_>,
    paper: ConsentPaperId,
    number: i64,
    piece_enc: &[u8],
) -> Result<(), Failure> {
    sql!(tx, execute:
        "INSERT INTO consent_paper_pieces (paper_id, number, piece_enc) VALUES ($1, $2, $3)",
        paper, number, piece_enc)?;
    Ok(())
}

/// Every form of a subject.
pub(super) async fn list(tx: &mut Tx<'_>, subject: SubjectId) -> Result<Vec<Row>, Failure> {
    sql!(tx, all as Row:
        "SELECT id, about_enc, file_key_enc FROM consent_papers WHERE subject_id = $1", subject)
}

/// One form of a subject.
pub(super) async fn find(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    paper: ConsentPaperId,
) -> Result<Option<Row>, Failure> {
    sql!(tx, optional as Row:
        "SELECT id, about_enc, file_key_enc FROM consent_papers WHERE subject_id = $1 AND id = $2",
        subject, paper)
}

/// The scan of a form, in its order.
pub(super) async fn list_pieces(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    paper: ConsentPaperId,
) -> Result<Vec<Vec<u8>>, Failure> {
    let rows = sql!(tx, all as (Vec<u8>,):
        "SELECT s.piece_enc FROM consent_paper_pieces s JOIN consent_papers p ON p.id = s.paper_id
         WHERE p.subject_id = $1 AND p.id = $2 ORDER BY s.number",
        subject, paper)?;
    Ok(rows.into_iter().map(|(piece,)| piece).collect())
}
