"""QR codes as data URIs. Plain Python, no Odoo."""

import base64
import functools
import io

import qrcode
from PIL import Image

SCALE = 4  # pixels to a module


@functools.lru_cache(maxsize=512)
def qr_data_uri(text):
    """A PNG picture of the QR code of ``text``, as an address that needs no fetching.

    Of the eight masks one is taken unseen: trying all takes longer than rendering the form, and
    readers know them all.
    """
    code = qrcode.QRCode(border=1, error_correction=qrcode.constants.ERROR_CORRECT_M, mask_pattern=0)
    code.add_data(text)
    modules = code.get_matrix()
    size = len(modules)
    picture = Image.new("1", (size, size))
    picture.putdata([not dark for row in modules for dark in row])
    target = io.BytesIO()
    picture.resize((size * SCALE, size * SCALE), Image.Resampling.NEAREST).save(target, format="PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()
