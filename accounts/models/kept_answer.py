"""What was answered to something that must happen once, however often it is asked for."""

import datetime

from django.db import models

#: An answer is given again for so long; after that the same key asks for something new.
KEPT_FOR = datetime.timedelta(hours=24)


class KeptAnswer(models.Model):
    """An answer under the key it was asked with, written in the transaction of what it tells of.

    `place` stands for who asked under which key, `content` for what was asked; both are keyed hashes. `sealed` is the
    answer, encrypted under a key that is made from what is not stored: the caller's own key and words.
    """

    place = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    sealed = models.BinaryField()
    kept_until = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["place"], name="kept_answer_once")]
        indexes = [models.Index(fields=["kept_until"], name="kept_answer_oldest")]

    def __str__(self) -> str:
        return self.place
