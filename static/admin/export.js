// Ticks or clears all columns of an export; in place of import-export's inline handler, which the CSP refuses.
'use strict';
document.addEventListener('DOMContentLoaded', () => {
    const all = document.querySelector('.select-toggle');
    all?.addEventListener('change', () => {
        for (const box of document.querySelectorAll('.selectable-field-export-row input[type=checkbox]')) {
            box.checked = all.checked;
        }
    });
});
