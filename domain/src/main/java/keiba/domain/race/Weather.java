package keiba.domain.race;

/** The weather at the racecourse. Source: the six kinds that JRA announces. */
public enum Weather {
    /** 晴. */
    FINE,
    /** 曇. */
    CLOUDY,
    /** 小雨. */
    LIGHT_RAIN,
    /** 雨. */
    RAIN,
    /** 小雪. */
    LIGHT_SNOW,
    /** 雪. */
    SNOW
}
