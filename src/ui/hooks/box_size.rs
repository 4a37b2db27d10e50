//! The size of an element, and how finely the screen shows it.

use leptos::ev;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use crate::chart::scale::{CssPx, Density};

/// The inner width of an element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoxSize {
    /// Its width.
    pub width: CssPx,
    /// Device pixels per CSS pixel, there.
    pub density: Density,
}

/// Follows the size of an element; `None` until it is laid out.
pub fn use_box_size<E>(element: NodeRef<E>) -> Signal<Option<BoxSize>>
where
    E: ElementType,
    E::Output: JsCast + Clone + AsRef<Element> + 'static,
    NodeRef<E>: NodeRefContainer<E>,
{
    let size = RwSignal::new(None);
    let measure = move || {
        if let Some(element) = element.try_get_untracked().flatten() {
            let width = CssPx(f64::from(AsRef::<Element>::as_ref(&element).client_width()));
            let density = Density::new(window().device_pixel_ratio());
            let measured = (width.0 > 0.0).then_some(BoxSize { width, density });
            if size.try_get_untracked() != Some(measured) {
                size.set(measured);
            }
        }
    };
    let on_resize = Closure::<dyn Fn()>::new(measure);
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((observer, on_resize));
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            kept.with_value(|(observer, _)| match observer {
                // It tells the first size, too, when the browser has laid the page out anyway.
                Some(observer) => observer.observe(element.as_ref()),
                // Every browser that runs WebAssembly modules in workers has it; without, the first measure stays.
                None => measure(),
            });
        }
    });
    // Zooming the page, or moving its window to another screen, changes the density: the window then resizes too.
    let on_density = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || {
        on_density.remove();
        kept.try_with_value(|(observer, _)| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
    size.into()
}
