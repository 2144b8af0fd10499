package keiba.application.failure;

/** Something that may fail without failing the use case that asked for it. */
public sealed interface Activity permits BoardCall, DueItem, RecorderCall {}
