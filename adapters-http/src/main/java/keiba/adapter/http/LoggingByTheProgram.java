package keiba.adapter.http;

import io.helidon.logging.common.spi.LoggingProvider;

/**
 * Prevents Helidon from configuring logging, which the program does, and from reporting at each start that it finds no
 * logging configuration.
 */
public final class LoggingByTheProgram implements LoggingProvider {

    @Override
    public void initialization() {}

    @Override
    public void runTime() {}
}
