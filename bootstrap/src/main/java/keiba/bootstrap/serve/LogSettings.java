package keiba.bootstrap.serve;

import keiba.bootstrap.LogFormat;
import keiba.bootstrap.LogLevel;
import keiba.bootstrap.Logging;

/** How this process writes its log. */
record LogSettings(LogFormat format, LogLevel level) {

    /**
     * @throws IllegalArgumentException if a value is not one of the allowed ones
     */
    static LogSettings of(Configuration configuration) {
        return new LogSettings(
                LogFormat.parse(configuration.require(Setting.LOG_FORMAT)),
                LogLevel.parse(configuration.require(Setting.LOG_LEVEL)));
    }

    /** Applies these settings to the log. */
    void use() {
        Logging.use(format, level);
    }
}
