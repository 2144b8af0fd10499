/** Compares paid dividends with the rules. */
module team.audit {
    requires transitive keiba.domain;

    exports team.audit;
}
