"""The four flows of goods: consume, order, produce, ship. They read columns and know no policy by name."""
