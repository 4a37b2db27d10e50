//! A picture on a canvas, repainted whenever what is drawn, its room or the theme changes; and the box around it that has
//! the focus.

use leptos::html::{Canvas, Div};
use leptos::prelude::*;

use crate::chart::lettering::{Measure, estimate};
use crate::chart::marks::Mark;
use crate::chart::scale::CssPx;
use crate::ui::hooks::appearance::use_appearance;
use crate::ui::hooks::box_size::{BoxSize, use_box_size};
use crate::ui::hooks::canvas::{Lettering, Theme, fit, theme};
use crate::ui::hooks::frame::use_frame;
use crate::ui::paint::paint;

/// What is painted, and how large it is.
pub struct Drawing {
    /// What is painted.
    pub marks: Vec<Mark>,
    /// Its width.
    pub width: CssPx,
    /// Its height.
    pub height: CssPx,
}

/// Where a picture is drawn. Copies are the same.
#[derive(Clone, Copy)]
pub struct Room {
    /// The box.
    pub element: NodeRef<Div>,
    /// Its size.
    pub size: Signal<Option<BoxSize>>,
    lettering: StoredValue<Option<Lettering>, LocalStorage>,
}

impl Room {
    /// A room that is not laid out yet.
    pub fn new() -> Self {
        let element = NodeRef::new();
        Self { element, size: use_box_size(element), lettering: StoredValue::new_local(None) }
    }

    /// Does what needs to know how wide texts are.
    pub fn measured<T>(self, look: impl FnOnce(Measure) -> T) -> T {
        self.lettering.with_value(|lettering| match lettering {
            Some(lettering) => look(&|text, face, size| lettering.width(text, face, size)),
            None => look(&estimate),
        })
    }
}

/// The picture, and the text that sums it up.
#[component]
pub fn PictureCanvas(
    /// Where it is.
    room: Room,
    /// Its accessible name.
    label: &'static str,
    /// What sums it up.
    #[prop(into)]
    summary: Signal<String>,
    /// How it is explored with keys, where it is: the id of the text, by which the box around it is described, and the text.
    #[prop(optional)]
    keys: Option<(&'static str, &'static str)>,
    /// What is told of the place that the keys are at.
    #[prop(optional)]
    spoken: Option<Signal<Option<String>>>,
    /// Draws it; follows what it reads.
    draw: impl Fn(BoxSize) -> Drawing + 'static,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let described_by = format!("{}-summary", label.to_lowercase().replace(' ', "-"));
    // What the style sheet says is looked up anew only when it may have changed: that takes longer than the painting.
    let looked_up = StoredValue::new_local(None::<Theme>);
    let drawing = StoredValue::new_local(None::<(Drawing, BoxSize)>);
    let frame = use_frame(move || {
        let Some(canvas) = canvas.get_untracked() else { return };
        drawing.with_value(|drawing| {
            let Some((drawing, size)) = drawing else { return };
            fit(&canvas, drawing.width, drawing.height, size.density);
            looked_up.with_value(|looked_up| {
                let Some(theme) = looked_up else { return };
                if let Err(error) = paint(&canvas, &drawing.marks, theme) {
                    leptos::logging::warn!("{label} could not be painted: {error}");
                }
            });
        });
    });
    let appearance = use_appearance();
    let seen = RwSignal::new(0_u32);
    Effect::new(move |_| {
        appearance.track();
        if let Some(canvas) = canvas.get() {
            let theme = theme(&canvas);
            room.lettering.set_value(Some(Lettering::of(&theme)));
            looked_up.set_value(Some(theme));
            seen.update(|seen| *seen = seen.wrapping_add(1));
        }
    });
    Effect::new(move |_| {
        // Before the first look at the style sheet nothing can be measured.
        if seen.get() == 0 {
            return;
        }
        if let Some(size) = room.size.get() {
            drawing.set_value(Some((draw(size), size)));
            frame.request();
        }
    });
    view! {
        <canvas node_ref=canvas role="img" aria-label=label aria-describedby=described_by.clone()></canvas>
        <p id=described_by class="visually-hidden">
            {move || summary.get()}
        </p>
        {keys.map(|(id, text)| {
            view! {
                <p id=id class="visually-hidden">
                    {text}
                </p>
            }
        })}
        {spoken
            .map(|spoken| {
                view! {
                    <p class="visually-hidden" role="status">
                        {move || spoken.get()}
                    </p>
                }
            })}
    }
}
