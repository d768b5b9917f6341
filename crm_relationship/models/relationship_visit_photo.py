import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import image as image_tools

PHOTOS_MAX = 30
#: Characters of base64: ten megabytes of a picture.
SIZE_MAX = 14_000_000
QUALITY = 85
SIDE_MAX = 1920


class RelationshipVisitPhoto(models.Model):
    """A picture taken on a visit. Not a file of the signed application: taken after it.

    Every picture is drawn anew, because phones write the place where it was taken into the file:
    positions are stored by the check-in alone, with consent.
    """
    _name = 'relationship.visit.photo'
    _description = "Visit Photo"
    _inherit = ['approval.sealed', 'relationship.visit.record.line']
    _order = 'id'

    _sealed_fields = frozenset({'user_id', 'taken_at'})

    visit_id = fields.Many2one('relationship.visit', "Visit", required=True, index=True, ondelete='cascade')
    name = fields.Char("Caption")
    image = fields.Image(required=True, max_width=SIDE_MAX, max_height=SIDE_MAX)
    image_256 = fields.Image("Thumbnail", related='image', max_width=256, max_height=256, store=True)
    user_id = fields.Many2one('res.users', "Added by", readonly=True, default=lambda self: self.env.uid)
    taken_at = fields.Datetime("Added on", readonly=True, default=fields.Datetime.now)

    @api.constrains('visit_id')
    def _check_count(self):
        for visit in self.visit_id:
            if self.search_count([('visit_id', '=', visit.id)]) > PHOTOS_MAX:
                raise ValidationError(self.env._("A visit has at most %s photos.", PHOTOS_MAX))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._drawn_anew(vals) for vals in vals_list])

    def write(self, vals):
        if 'visit_id' in vals and any(photo.visit_id.id != vals['visit_id'] for photo in self):
            raise UserError(self.env._("A photo stays with its visit."))
        return super().write(self._drawn_anew(vals))

    @api.model
    def _drawn_anew(self, vals):
        """``vals`` with the picture as plain pixels: no place, no device, no thumbnail of the camera."""
        picture = vals.get('image')
        return {**vals, 'image': picture_anew(self.env, picture)} if picture else vals


def picture_anew(env, picture, output_format='JPEG'):
    """A picture as plain pixels: no place, no device, no thumbnail of the camera.

    :param picture: base64 of an image file
    :param str output_format: JPEG, or PNG for what is drawn on a transparent ground
    :return: base64 of the new file
    :raise UserError: too large, or no picture that can be shown
    """
    if len(picture) > SIZE_MAX:
        raise UserError(env._("The picture is larger than 10 MB. Take it with a lower resolution."))
    try:
        source = base64.b64decode(picture)
        image_tools.binary_to_image(source)  # drawings in XML pass the next line as they are
        drawn = image_tools.image_process(
            source, size=(SIDE_MAX, SIDE_MAX), quality=QUALITY, output_format=output_format)
    except (UserError, ValueError, TypeError, binascii.Error) as error:
        raise UserError(env._("This is not a picture that can be shown: take it as JPEG or PNG.")) from error
    return base64.b64encode(drawn)
