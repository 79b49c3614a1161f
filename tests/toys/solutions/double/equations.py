"""The truth of the toy, and one mistake so that failures are diagnosed as well."""

from grader.catalogue import Catalogue


class Truth:
    def double(self, x):
        return 2 * x


catalogue = Catalogue(Truth)


@catalogue.mistake("squared", "Squared", "Your function squares its input.")
class Squared(Truth):
    def double(self, x):
        return x * x
