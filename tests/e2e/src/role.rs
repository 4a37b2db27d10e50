//! Roles, and where elements of a role can be in a page.

/// A role of WAI-ARIA that the app's tests rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A message that something is wrong.
    Alert,
    /// Something to press.
    Button,
    /// Something to tick.
    CheckBox,
    /// A menu of choices.
    ComboBox,
    /// A window in front of the page.
    Dialog,
    /// Things that belong together.
    Group,
    /// A heading.
    Heading,
    /// A picture.
    Image,
    /// A way to another screen.
    Link,
    /// A list to choose from.
    ListBox,
    /// Something in such a list.
    Option,
    /// One of several, of which one is chosen.
    Radio,
    /// A part of the page.
    Region,
    /// A number to set.
    SpinButton,
    /// A message that something is under way, or done.
    Status,
    /// A table.
    Table,
    /// A text to write.
    TextBox,
}

impl Role {
    /// Its name in the accessibility tree.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Button => "button",
            Self::CheckBox => "checkbox",
            Self::ComboBox => "combobox",
            Self::Dialog => "dialog",
            Self::Group => "group",
            Self::Heading => "heading",
            Self::Image => "image",
            Self::Link => "link",
            Self::ListBox => "listbox",
            Self::Option => "option",
            Self::Radio => "radio",
            Self::Region => "region",
            Self::SpinButton => "spinbutton",
            Self::Status => "status",
            Self::Table => "table",
            Self::TextBox => "textbox",
        }
    }

    /// Whether `computed`, what the browser says an element's role is, is this one.
    pub(crate) fn is(self, computed: &str) -> bool {
        // The browser's names for a picture and for a date field.
        let aliases: &[&str] = match self {
            Self::Image => &["img", "image"],
            Self::TextBox => &["textbox", "Date", "date", "searchbox"],
            Self::ComboBox => &["combobox", "ComboBoxSelect", "MenuListPopup"],
            _ => &[],
        };
        computed == self.name() || aliases.contains(&computed)
    }

    /// Elements that can have the role; the browser has the last word.
    pub(crate) fn candidates(self) -> &'static str {
        match self {
            Self::Alert => "[role=alert]",
            Self::Button => "button, summary, [role=button]",
            Self::CheckBox => "input[type=checkbox], [role=checkbox]",
            Self::ComboBox => "select, [role=combobox]",
            Self::Dialog => "dialog, [role=dialog]",
            Self::Group => "fieldset, details, [role=group]",
            Self::Heading => "h1, h2, h3, h4",
            Self::Image => "img, canvas, svg, [role=img]",
            Self::Link => "a[href], [role=link]",
            Self::ListBox => "[role=listbox]",
            Self::Option => "[role=option]",
            Self::Radio => "input[type=radio], [role=radio]",
            Self::Region => "section, [role=region]",
            Self::SpinButton => "input[type=number], [role=spinbutton]",
            Self::Status => "output, [role=status]",
            Self::Table => "table, [role=table]",
            Self::TextBox => "input:not([type=number]):not([type=radio]), textarea, [role=textbox]",
        }
    }
}
