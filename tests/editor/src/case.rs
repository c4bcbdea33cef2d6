//! A request at a position, and the expected response.

use std::collections::BTreeSet;
use std::{fmt, fs};

use lsp_types::request::{
    Completion, DocumentDiagnosticRequest, GotoDefinition, HoverRequest, PrepareRenameRequest,
    Rename, ResolveCompletionItem,
};
use lsp_types::{
    CompletionItem, CompletionParams, CompletionResponse, DocumentChanges,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    Documentation, GotoDefinitionParams, GotoDefinitionResponse, HoverContents, HoverParams, OneOf,
    PartialResultParams, RenameParams, TextDocumentIdentifier, TextDocumentPositionParams,
    TextEdit, WorkDoneProgressParams, WorkspaceEdit,
};

use crate::client::{Client, Result, uri};
use crate::document::{Document, line};

/// The name that a rename gives.
const NEW_NAME: &str = "renamed";

pub(crate) struct Case {
    pub(crate) document: Document,
    pub(crate) expected: Expected,
}

pub(crate) enum Expected {
    /// One hover section with these texts.
    Hover(Vec<&'static str>),
    /// One target, on a line with this text.
    Definition(&'static str),
    /// Every occurrence of the word is edited, and nothing else.
    Rename(&'static str),
    /// No edit at all.
    RenameRefused,
    /// These items and no others.
    Completions(Vec<&'static str>),
    /// These items among others, all of them public.
    CompletionsWith(Vec<&'static str>),
    /// A completion with this text in its documentation.
    CompletionDocumented(&'static str, &'static str),
    /// One diagnostic per text, which contains it and underlines the mistake.
    Diagnostics(Vec<(&'static str, &'static str)>),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hover(texts) => write!(f, "hover: {}", texts.join(", ")),
            Self::Definition(line) => write!(f, "definition: {line}"),
            Self::Rename(word) => write!(f, "rename: every {word}"),
            Self::RenameRefused => f.write_str("rename: refused"),
            Self::Completions(labels) if labels.is_empty() => f.write_str("complete: nothing"),
            Self::Completions(labels) => write!(f, "complete: only {}", labels.join(", ")),
            Self::CompletionsWith(labels) => write!(f, "complete: {}", labels.join(", ")),
            Self::CompletionDocumented(label, text) => {
                write!(f, "complete: {label} with \"{text}\"")
            }
            Self::Diagnostics(mistakes) if mistakes.is_empty() => f.write_str("no diagnostic"),
            Self::Diagnostics(mistakes) => {
                let mistakes: Vec<_> = mistakes.iter().map(|(at, _)| format!("`{at}`")).collect();
                write!(f, "diagnostic: {}", mistakes.join(", "))
            }
        }
    }
}

impl Case {
    /// The line with the cursor in it.
    pub(crate) fn position(&self) -> String {
        let line = line(&self.document.text, self.document.cursor.line);
        let (before, after) = line.split_at(self.document.cursor.character as usize);
        format!("{before}|{after}").trim().to_owned()
    }

    /// Sends the request, and returns the difference to the expected response.
    pub(crate) fn run(&self, client: &mut Client) -> Result<Option<String>> {
        client.show(&self.document.path, &self.document.text)?;
        match &self.expected {
            Expected::Hover(texts) => self.hover(client, texts),
            Expected::Definition(line) => self.definition(client, line),
            Expected::Rename(word) => self.rename(client, Some(word)),
            Expected::RenameRefused => self.rename(client, None),
            Expected::Completions(labels) => {
                let found = self.completions(client)?;
                let labels: BTreeSet<_> = labels.iter().map(|label| (*label).to_owned()).collect();
                let found: BTreeSet<_> = found.into_iter().map(|item| item.label).collect();
                Ok((labels != found).then(|| format!("{found:?}")))
            }
            Expected::CompletionsWith(labels) => {
                let found = self.completions(client)?;
                let missing =
                    labels.iter().any(|label| found.iter().all(|item| item.label != *label));
                let private = found.iter().any(|item| item.label.starts_with("__"));
                let found: Vec<_> = found.iter().map(|item| &item.label).collect();
                Ok((missing || private).then(|| format!("{found:?}")))
            }
            Expected::CompletionDocumented(label, text) => self.documented(client, label, text),
            Expected::Diagnostics(mistakes) => self.diagnostics(client, mistakes),
        }
    }

    fn place(&self) -> Result<TextDocumentPositionParams> {
        Ok(TextDocumentPositionParams {
            text_document: TextDocumentIdentifier { uri: uri(&self.document.path)? },
            position: self.document.cursor,
        })
    }

    fn hover(&self, client: &mut Client, texts: &[&str]) -> Result<Option<String>> {
        let hover = client.ask::<HoverRequest>(&HoverParams {
            text_document_position_params: self.place()?,
            work_done_progress_params: WorkDoneProgressParams::default(),
        })?;
        let text = match hover.map(|hover| hover.contents) {
            Some(HoverContents::Markup(markup)) => markup.value,
            Some(other) => return Err(format!("hover is not markup: {other:?}").into()),
            None => String::new(),
        };
        // Documentation follows a line; a code block starts the next section.
        let is_one = !text.contains("---\n\n```rust");
        let is_right = is_one && texts.iter().all(|expected| text.contains(expected));
        Ok((!is_right).then(|| format!("{text:?}")))
    }

    fn definition(&self, client: &mut Client, expected: &str) -> Result<Option<String>> {
        let response = client.ask::<GotoDefinition>(&GotoDefinitionParams {
            text_document_position_params: self.place()?,
            work_done_progress_params: WorkDoneProgressParams::default(),
            partial_result_params: PartialResultParams::default(),
        })?;
        let targets: Vec<_> = match response {
            None => Vec::new(),
            Some(GotoDefinitionResponse::Scalar(target)) => vec![(target.uri, target.range.start)],
            Some(GotoDefinitionResponse::Array(targets)) => {
                targets.into_iter().map(|target| (target.uri, target.range.start)).collect()
            }
            Some(GotoDefinitionResponse::Link(targets)) => targets
                .into_iter()
                .map(|target| (target.target_uri, target.target_selection_range.start))
                .collect(),
        };
        let mut lines = Vec::new();
        for (target, start) in targets {
            let text = if target == uri(&self.document.path)? {
                self.document.text.clone()
            } else {
                fs::read_to_string(target.path().as_str())?
            };
            lines.push(line(&text, start.line).trim().to_owned());
        }
        let is_right = matches!(&lines[..], [line] if line.contains(expected));
        Ok((!is_right).then(|| format!("{lines:?}")))
    }

    /// Asks first whether there is something to rename, as editors do.
    fn rename(&self, client: &mut Client, word: Option<&str>) -> Result<Option<String>> {
        let place = self.place()?;
        let edits = match client.try_ask::<PrepareRenameRequest>(&place)? {
            Err(_) | Ok(None) => None,
            Ok(Some(_)) => client
                .try_ask::<Rename>(&RenameParams {
                    text_document_position: place,
                    new_name: NEW_NAME.to_owned(),
                    work_done_progress_params: WorkDoneProgressParams::default(),
                })?
                .ok()
                .flatten()
                .map(|edit| self.edits(edit))
                .transpose()?,
        };
        let found = edits.map(|edits| self.document.edited(&edits));
        let expected = word.map(|word| self.document.replaced(word, NEW_NAME));
        Ok((found != expected).then(|| match found {
            None => "refused".to_owned(),
            Some(found) => {
                let expected = expected.unwrap_or_else(|| self.document.text.clone());
                let lines = found.lines().zip(expected.lines());
                let wrong: Vec<_> = lines.filter(|(a, b)| a != b).map(|(a, _)| a.trim()).collect();
                format!("{wrong:?}")
            }
        }))
    }

    /// Returns all edits. Fails if one is in another file.
    fn edits(&self, edit: WorkspaceEdit) -> Result<Vec<TextEdit>> {
        let Some(DocumentChanges::Edits(documents)) = edit.document_changes else {
            return Err(format!("a rename is not a list of edits: {edit:?}").into());
        };
        let mut edits = Vec::new();
        for document in documents {
            if document.text_document.uri != uri(&self.document.path)? {
                return Err(format!("an edit of {:?}", document.text_document.uri).into());
            }
            edits.extend(document.edits.into_iter().map(|edit| match edit {
                OneOf::Left(edit) => edit,
                OneOf::Right(annotated) => annotated.text_edit,
            }));
        }
        Ok(edits)
    }

    fn completions(&self, client: &mut Client) -> Result<Vec<CompletionItem>> {
        let response = client.ask::<Completion>(&CompletionParams {
            text_document_position: self.place()?,
            work_done_progress_params: WorkDoneProgressParams::default(),
            partial_result_params: PartialResultParams::default(),
            context: None,
        })?;
        let mut items = match response {
            None => Vec::new(),
            Some(CompletionResponse::Array(items)) => items,
            Some(CompletionResponse::List(list)) => list.items,
        };
        // Some versions print the keyword before the name of a module.
        for item in &mut items {
            item.label = item.label.trim_end_matches("::").to_owned();
        }
        Ok(items)
    }

    fn documented(&self, client: &mut Client, label: &str, text: &str) -> Result<Option<String>> {
        let items = self.completions(client)?;
        let Some(item) = items.into_iter().find(|item| item.label == label) else {
            return Ok(Some(format!("no {label}")));
        };
        let item = client.ask::<ResolveCompletionItem>(&item)?;
        let found = match item.documentation {
            None => String::new(),
            Some(Documentation::String(text)) => text,
            Some(Documentation::MarkupContent(markup)) => markup.value,
        };
        Ok((!found.contains(text)).then_some(found))
    }

    fn diagnostics(
        &self,
        client: &mut Client,
        mistakes: &[(&str, &str)],
    ) -> Result<Option<String>> {
        let report = client.ask::<DocumentDiagnosticRequest>(&DocumentDiagnosticParams {
            text_document: TextDocumentIdentifier { uri: uri(&self.document.path)? },
            identifier: None,
            previous_result_id: None,
            work_done_progress_params: WorkDoneProgressParams::default(),
            partial_result_params: PartialResultParams::default(),
        })?;
        let DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report)) = report
        else {
            return Err(format!("no full report of diagnostics: {report:?}").into());
        };
        let found: Vec<_> = report
            .full_document_diagnostic_report
            .items
            .iter()
            .map(|diagnostic| (self.document.at(diagnostic.range), &*diagnostic.message))
            .collect();
        let is_right = found.len() == mistakes.len()
            && mistakes.iter().all(|(at, text)| {
                found.iter().any(|(place, message)| place == at && message.contains(text))
            });
        Ok((!is_right).then(|| format!("{found:?}")))
    }
}
