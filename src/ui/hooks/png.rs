//! An SVG painted as a PNG, by the browser's own painter.

use futures::channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::download::file_of;

/// Pixels for each of the drawing's.
const SCALE: u32 = 2;

/// The PNG of a drawing with a size of its own.
pub async fn png_of(svg: &str) -> Result<Blob, JsValue> {
    let url = Url::create_object_url_with_blob(&file_of(svg, "image/svg+xml")?)?;
    let painted = paint(&url).await;
    Url::revoke_object_url(&url)?;
    let canvas = painted?;
    let (sender, receiver) = oneshot::channel();
    let take = Closure::once(move |file: JsValue| {
        // It fails only when nobody waits.
        let _ = sender.send(file);
    });
    canvas.to_blob(take.as_ref().unchecked_ref())?;
    receiver.await.map_err(|_| JsValue::UNDEFINED)?.dyn_into()
}

async fn paint(url: &str) -> Result<HtmlCanvasElement, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(image.natural_width() * SCALE);
    canvas.set_height(image.natural_height() * SCALE);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.unchecked_into();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    Ok(canvas)
}
