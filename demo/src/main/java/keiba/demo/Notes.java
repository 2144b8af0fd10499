package keiba.demo;

/** Where lines go that a person must see, whatever else is shown. */
@FunctionalInterface
interface Notes {
    void say(String line);
}
