//! The PDF: pages drawn, tagged, with metadata that depends on nothing but the content.

use super::{
    PaperError,
    content::{Block, Content, Role},
    face::{Faces, Glyph, Which},
    layout::{self, PAGE, Row, SIDE},
};
use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    embed::{AssociationKind, EmbeddedFile, MimeType},
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, Tag, TagGroup,
        TagKind, TagTree, kind,
    },
    text::{GlyphId, KrillaGlyph},
};
use std::num::NonZeroU16;

/// The layout's own version, told in the file: raised with `tests/rendering.sha256`, and not with the
/// program's, so that a paper stays authentic under a later program.
const RENDERING: u32 = 1;
/// Type size at the foot of a page.
const FOOT: f32 = 8.0;
/// Where a line to write on ends.
const RULE_END: f32 = 400.0;

/// What was drawn of a block.
#[derive(Default, Clone)]
struct Drawn {
    label: Vec<Identifier>,
    text: Vec<Identifier>,
    /// Page and height of its first line.
    at: Option<(usize, f32)>,
}

/// Sets and writes a paper, with its source attached.
pub(super) fn pdf(content: &Content, json: Option<Vec<u8>>) -> Result<Vec<u8>, PaperError> {
    let wrong = |e: &dyn std::fmt::Debug| PaperError::Pdf(format!("{e:?}"));
    let faces = Faces::get()?;
    let pages = layout::pages(faces, content)?;
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| wrong(&e))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut drawn = vec![Drawn::default(); content.blocks.len()];
    let count = pages.len();
    for (index, rows) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| wrong(&"page"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for row in rows {
            let (Some(block), Some(drawn)) =
                (content.blocks.get(row.block), drawn.get_mut(row.block))
            else {
                continue;
            };
            drawn.at.get_or_insert((index, row.y - row.size * 1.5));
            draw_row(&mut surface, faces, block, row, drawn);
        }
        foot(
            &mut surface,
            faces,
            content,
            (index.saturating_add(1), count),
        )?;
        surface.finish();
        page.finish();
    }
    document.set_metadata(metadata(content));
    document.set_outline(outline(&content.blocks, &drawn));
    document.set_tag_tree(tags(content, drawn));
    if let Some(json) = json {
        document.embed_file(attachment(json, content.attached));
    }
    document.finish().map_err(|e| wrong(&e))
}

fn draw_row(surface: &mut Surface<'_>, faces: &Faces, block: &Block, row: &Row, drawn: &mut Drawn) {
    let label = block.label_apart();
    for piece in &row.pieces {
        let (text, ids) = if piece.label {
            (&label, &mut drawn.label)
        } else {
            (&block.text, &mut drawn.text)
        };
        ids.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
        glyphs(
            surface,
            faces,
            &piece.glyphs,
            text,
            (piece.x, row.y),
            row.size,
        );
        surface.end_tagged();
    }
    if let Some(x) = row.rule {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
            ArtifactType::Layout,
        )));
        line(surface, x, row.y + 2.0, RULE_END);
        surface.end_tagged();
    }
}

fn foot(
    surface: &mut Surface<'_>,
    faces: &Faces,
    content: &Content,
    (page, pages): (usize, usize),
) -> Result<(), PaperError> {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Footer,
    )));
    line(surface, SIDE, 779.0, PAGE.0 - SIDE);
    let (left, _) = layout::foot(faces, &content.foot, &content.lang)?;
    glyphs(surface, faces, &left, &content.foot, (SIDE, 792.0), FOOT);
    let text = content
        .page
        .replace("{page}", &page.to_string())
        .replace("{pages}", &pages.to_string());
    let (right, width) = layout::foot(faces, &text, &content.lang)?;
    let x = PAGE.0 - SIDE - width * FOOT;
    glyphs(surface, faces, &right, &text, (x, 804.0), FOOT);
    surface.end_tagged();
    Ok(())
}

/// Draws glyphs from a point on, each font's run at once.
fn glyphs(
    surface: &mut Surface<'_>,
    faces: &Faces,
    glyphs: &[Glyph],
    text: &str,
    (mut x, y): (f32, f32),
    size: f32,
) {
    let mut run: Vec<KrillaGlyph> = Vec::new();
    let mut which = Which::Latin;
    let mut start = x;
    for glyph in glyphs {
        if glyph.which != which && !run.is_empty() {
            let font = faces.font(which);
            surface.draw_glyphs(Point::from_xy(start, y), &run, font, text, size, false);
            run.clear();
        }
        if run.is_empty() {
            (which, start) = (glyph.which, x);
        }
        run.push(KrillaGlyph {
            glyph_id: GlyphId::new(glyph.id),
            text_range: glyph.range.clone(),
            x_advance: glyph.advance,
            x_offset: glyph.x,
            y_offset: glyph.y,
            y_advance: 0.0,
            location: None,
        });
        x += glyph.advance * size;
    }
    if !run.is_empty() {
        let font = faces.font(which);
        surface.draw_glyphs(Point::from_xy(start, y), &run, font, text, size, false);
    }
}

fn line(surface: &mut Surface<'_>, from: f32, y: f32, to: f32) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(from, y, to - from, 0.4) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// No dates, so that the bytes depend on the content alone.
fn metadata(content: &Content) -> Metadata {
    Metadata::new()
        .title(content.title.clone())
        .language(content.lang.clone())
        .producer(format!("entente-paper, rendering {RENDERING}"))
        .document_id(content.digest.hex())
}

fn outline(blocks: &[Block], drawn: &[Drawn]) -> Outline {
    let mut outline = Outline::new();
    for (block, drawn) in blocks.iter().zip(drawn) {
        if let (Role::Title | Role::Heading | Role::Seal, Some((page, y))) = (block.role, drawn.at)
        {
            let target = XyzDestination::new(page, Point::from_xy(0.0, y.max(0.0)));
            outline.push_child(OutlineNode::new(block.text.clone(), target));
        }
    }
    outline
}

fn tags(content: &Content, drawn: Vec<Drawn>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(content.lang.clone()));
    let mut list: Option<TagGroup> = None;
    for (block, drawn) in content.blocks.iter().zip(drawn) {
        if block.role != Role::Item
            && let Some(list) = list.take()
        {
            tree.push(list);
        }
        match block.role {
            Role::Item => {
                let mut item = TagGroup::new(Tag::<kind::LI>::LI);
                item.push(group(Tag::<kind::Lbl>::Lbl, drawn.label));
                item.push(group(Tag::<kind::LBody>::LBody, drawn.text));
                list.get_or_insert_with(|| {
                    TagGroup::new(Tag::<kind::L>::L(numbering(&block.label)))
                })
                .push(item);
            }
            Role::Title => tree.push(group(heading(1, &block.text), drawn.text)),
            Role::Heading | Role::Seal => tree.push(group(heading(2, &block.text), drawn.text)),
            _ => {
                let all = drawn.label.into_iter().chain(drawn.text).collect();
                tree.push(group(Tag::<kind::P>::P, all));
            }
        }
    }
    if let Some(list) = list {
        tree.push(list);
    }
    tree
}

fn heading(level: u16, text: &str) -> Tag<kind::Hn> {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    Tag::<kind::Hn>::Hn(level, Some(text.to_owned()))
}

fn group(tag: impl Into<TagKind>, ids: Vec<Identifier>) -> TagGroup {
    let mut group = TagGroup::new(tag);
    ids.into_iter().for_each(|id| group.push(id));
    group
}

fn numbering(label: &str) -> ListNumbering {
    let first = label.chars().find(|c| c.is_alphanumeric());
    match first {
        Some(c) if c.is_numeric() => ListNumbering::Decimal,
        Some('i' | 'ｉ') => ListNumbering::LowerRoman,
        Some(c) if c.is_uppercase() => ListNumbering::UpperAlpha,
        _ => ListNumbering::LowerAlpha,
    }
}

fn attachment(json: Vec<u8>, description: &str) -> EmbeddedFile {
    EmbeddedFile {
        path: "instrument.json".to_owned(),
        mime_type: MimeType::new("application/json"),
        description: Some(description.to_owned()),
        association_kind: AssociationKind::Source,
        data: json.into(),
        modification_date: None,
        compress: Some(true),
        location: None,
    }
}
