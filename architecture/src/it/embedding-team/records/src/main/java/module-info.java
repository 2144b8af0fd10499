/** Reads published dividends. */
module team.records {
    requires transitive keiba.jvdata;

    exports team.records;
}
